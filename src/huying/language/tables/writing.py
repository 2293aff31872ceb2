"""Write tables for offices: CSV with the mark of UTF-8, or XLSX; no cell can act as a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import xlsxwriter

_MARK = "\ufeff"
_ACTING = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def harmless(cell: str) -> str:
    """Return the cell with an apostrophe before what a spreadsheet would run as a formula."""
    return "'" + cell if cell.startswith(_ACTING) else cell


def unguarded(cell: str) -> str:
    """Return the cell as it was before ``harmless``."""
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(_ACTING) else cell


def csv_lines(rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """Yield the text of each row, its line end included; the first begins with the mark of UTF-8."""
    mark = _MARK
    for row in rows:
        line = io.StringIO()
        csv.writer(line).writerow([harmless(cell) for cell in row])
        yield mark + line.getvalue()
        mark = ""


def write_table(rows: Iterable[Sequence[str]], path: Path) -> None:
    """Write the rows to ``path``: XLSX if it is named so, CSV otherwise. Raises ``OSError``."""
    if path.suffix.lower() == ".xlsx":
        path.write_bytes(_sheet(rows))
        return
    with path.open("w", encoding="utf-8", newline="") as file:
        file.writelines(csv_lines(rows))


def _sheet(rows: Iterable[Sequence[str]]) -> bytes:
    made = io.BytesIO()
    with xlsxwriter.Workbook(made) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(rows):
            for column, cell in enumerate(row):
                sheet.write_string(number, column, harmless(cell))
    return made.getvalue()
