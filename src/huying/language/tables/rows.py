"""What reading a table gives, whatever the file is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from huying.domain.errors import Invalid

LONGEST_FIELD = 100_000  # characters; 约定


class TableBroken(Invalid):
    """The file as a whole cannot be read, or cannot be read any further."""

    code = "table_broken"
    sentence = "文件无法读取，请确认它是 CSV（或 .csv.gz）、XLSX 表格。"


@dataclass(frozen=True, kw_only=True)
class Row:
    """One record: the line it begins on (the first line of a file is 1) and its cells.

    ``fault`` is empty, or the sentence why the record cannot be used.
    """

    line: int
    cells: tuple[str, ...]
    fault: str = ""

    @property
    def is_blank(self) -> bool:
        """Say whether no cell holds anything."""
        return not self.fault and not any(map(str.strip, self.cells))


def fault_of(cells: Sequence[str]) -> str:
    """Return why these cells cannot be kept, or nothing."""
    if any("\x00" in cell for cell in cells):
        return "含有空字符（NUL），文件可能已损坏，请重新导出。"
    if any(len(cell) > LONGEST_FIELD for cell in cells):
        return f"一格超过 {LONGEST_FIELD} 个字，请缩短或检查引号。"
    return ""
