"""Open a table of any kind and read it by column names."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from huying.domain.system_faults import reason_of
from huying.language.tables.lines import read_lines
from huying.language.tables.records import read_records
from huying.language.tables.rows import Row, TableBroken
from huying.language.tables.sheets import read_sheet
from huying.language.tables.writing import unguarded

_ZIP, _OLD_OFFICE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"


@dataclass(frozen=True, kw_only=True)
class Table:
    """A file with a line of column names and rows of as many cells."""

    path: Path
    columns: tuple[str, ...]

    def rows(self, *, blank: bool = False) -> Iterator[Row]:
        """Yield the rows below the names from the beginning; may be called again.

        A row without anything in its cells is passed over. With ``blank`` it is yielded as wide as the names, so that
        rows count as other readers of CSV count them; a line without even a comma is none. One with too many or too
        few cells is yielded with a fault; empty cells beyond the last name do not count. Raises ``TableBroken``
        where the file cannot be read further.
        """
        width = len(self.columns)
        for row in _below_names(self.path):
            if row.is_blank:
                if blank and row.cells:
                    yield Row(line=row.line, cells=("",) * width)
                continue
            if row.fault:
                yield row
                continue
            cells = row.cells if len(row.cells) <= width or any(row.cells[width:]) else row.cells[:width]
            fault = "" if len(cells) == width else f"应有 {width} 列，这一行有 {len(cells)} 列，请核对逗号和引号。"
            yield Row(line=row.line, cells=tuple(map(unguarded, cells)), fault=fault)


def open_table(path: Path) -> Table:
    """Read the column names of a CSV, CSV.GZ or XLSX file; what it is tells its first bytes, not its name.

    Raises ``TableBroken``: no such file, not a table, no names, or a name twice.
    """
    try:
        names = next((row for row in _all_rows(path) if not row.is_blank), None)
    except OSError as fault:
        raise TableBroken(f"读不到文件「{path}」（{reason_of(fault)}），请核对路径和权限。") from fault
    if names is None:
        raise TableBroken(f"文件「{path.name}」是空的，请核对。")
    if names.fault:
        raise TableBroken(f"列名所在的第 {names.line} 行无法读取：{names.fault}")
    columns = tuple(name.strip() for name in names.cells)
    while columns and not columns[-1]:
        columns = columns[:-1]
    if doubled := sorted({name for name in columns if name and columns.count(name) > 1}):
        raise TableBroken(f"列名重复：「{'」「'.join(doubled)}」，请改名后再导入。")
    return Table(path=path, columns=columns)


def _all_rows(path: Path) -> Iterator[Row]:
    with path.open("rb") as file:
        start = file.read(4)
    if start == _OLD_OFFICE:
        raise TableBroken("这是旧格式（.xls）或设了密码的表格，请另存为 .xlsx 后再导入。")
    return read_sheet(path) if start == _ZIP else read_records(read_lines(path))


def _below_names(path: Path) -> Iterator[Row]:
    rows = _all_rows(path)
    for row in rows:
        if not row.is_blank:
            break
    return rows
