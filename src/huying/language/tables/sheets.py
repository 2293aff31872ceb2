"""Rows of the first sheet of an XLSX file, as text."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from python_calamine import CalamineError, load_workbook

from huying.language.tables.rows import Row, TableBroken, fault_of

_EXACT = 10**15  # a spreadsheet keeps fifteen digits of a number
_LOST = "有一个数字超过 15 位，表格软件已经改变了它的末几位，请把这一列设为文本后重新填写。"


def read_sheet(path: Path) -> Iterator[Row]:
    """Yield the rows of the first sheet; the number of a row is that which the spreadsheet shows.

    Raises ``TableBroken``.
    """
    try:
        workbook = load_workbook(str(path))
        sheet = workbook.get_sheet_by_index(0)
        rows = sheet.to_python(skip_empty_area=False)
    except (CalamineError, OSError) as fault:
        raise TableBroken("XLSX 文件打不开，可能已损坏或设了密码，请另存一份后再导入。") from fault
    for number, cells in enumerate(rows, start=1):
        lost = any(isinstance(cell, int | float) and abs(cell) >= _EXACT for cell in cells)
        texts = tuple(map(_text, cells))
        yield Row(line=number, cells=texts, fault=_LOST if lost else fault_of(texts))


def _text(cell: object) -> str:
    match cell:
        case bool():
            return "是" if cell else "否"
        case float() if cell.is_integer():
            return str(int(cell))
        case datetime():
            return cell.isoformat(sep=" ")
        case _:
            return str(cell)
