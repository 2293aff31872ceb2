"""Records of a CSV file; one broken record never hides those behind it."""

from __future__ import annotations

import csv
from collections import deque
from collections.abc import Iterator

from huying.language.tables.lines import Line
from huying.language.tables.rows import LONGEST_FIELD, Row, TableBroken, fault_of

_LINES_IN_A_RECORD = 2000  # 约定: an open quote is given up after so many
_REASONS = {
    "unexpected end of data": "引号没有闭合，请补上或去掉多余的双引号。",
    "field larger than field limit": f"一格超过 {LONGEST_FIELD} 个字，请检查引号。",
    "expected after": "引号后面还有文字，请把文字里的双引号写成两个双引号。",
    "new-line character seen in unquoted field": "一格之内有换行却没有加引号，请补上双引号。",
}


def read_records(lines: Iterator[Line]) -> Iterator[Row]:
    """Yield each record with the line it begins on.

    A record whose quotes are wrong gives up its first line as refused, and reading goes on with the
    next line: so an open quote cannot swallow the good records that follow it.
    """
    source = _Source(lines)
    reader = csv.reader(source, strict=True)
    while True:
        source.taken.clear()
        try:
            cells = tuple(next(reader))
        except StopIteration:
            break
        except csv.Error as error:
            first = source.give_back()
            yield Row(line=first.number, cells=(_printable(first.text.rstrip("\r\n")),), fault=_reason(error))
            continue
        yield _row(source.taken, cells)
    if source.broken:
        raise source.broken


class _Source:
    """Lines for ``csv.reader``, which can be given back."""

    def __init__(self, lines: Iterator[Line]) -> None:
        self._lines = lines
        self._again: deque[Line] = deque()
        self.taken: list[Line] = []
        self.broken: TableBroken | None = None

    def __iter__(self) -> _Source:
        return self

    def __next__(self) -> str:
        if len(self.taken) >= _LINES_IN_A_RECORD:
            raise csv.Error("unexpected end of data")
        line = self._again.popleft() if self._again else self._read()
        self.taken.append(line)
        return line.text

    def _read(self) -> Line:
        if self.broken:
            raise StopIteration
        try:
            return next(self._lines)
        except TableBroken as broken:
            self.broken = broken
            raise StopIteration from broken

    def give_back(self) -> Line:
        """Return the first line taken; the others are read again."""
        first, *rest = self.taken
        self._again.extendleft(reversed(rest))
        return first


def _row(lines: list[Line], cells: tuple[str, ...]) -> Row:
    fault = next((line.fault for line in lines if line.fault), "") or fault_of(cells)
    number = lines[0].number
    return Row(line=number, cells=tuple(map(_printable, cells)) if fault else cells, fault=fault)


def _printable(text: str) -> str:
    """Return the text with what could not be decoded, and NUL, as a question mark in a diamond."""
    clean = text.encode("utf-8", errors="surrogateescape").decode("utf-8", errors="replace")
    return clean.replace("\x00", "\ufffd")


def _reason(error: csv.Error) -> str:
    return next((said for part, said in _REASONS.items() if part in str(error)), "这一行不合 CSV 的写法，请修正。")
