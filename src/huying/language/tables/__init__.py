"""Read and write the tables that offices exchange: CSV (also gzipped) and XLSX."""

from huying.language.tables.reading import Table, open_table
from huying.language.tables.rows import Row, TableBroken
from huying.language.tables.writing import csv_lines, harmless, write_table

__all__ = ["Row", "Table", "TableBroken", "csv_lines", "harmless", "open_table", "write_table"]
