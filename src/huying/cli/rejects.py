"""The file of refused rows: one line each, with its number and the reason."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from threading import Lock
from typing import TextIO

from huying.domain.errors import Unavailable
from huying.domain.system_faults import reason_of
from huying.language.tables import Row, csv_lines

_HEAD = ("行号", "原因")
_BEGINNING = "\ufeff行号,原因,".encode()


class RejectsUnwritable(Unavailable):
    """Refused rows cannot be told; nothing may be imported past them."""

    code = "rejects_unwritable"


def rejects_path(source: Path, given: Path | None) -> Path:
    """Return where refused rows go: as given, else beside the source, or here if nobody may write there.

    Raises ``RejectsUnwritable`` if that is the source itself.
    """
    name = source.name.removesuffix(".gz").removesuffix(".csv").removesuffix(".xlsx")
    beside = source.parent if os.access(source.parent, os.W_OK) else Path()
    path = given or beside / f"{name}.rejects.csv"
    if path.exists() and path.samefile(source):
        raise RejectsUnwritable("拒收文件不能与导入的文件相同，请用 --rejects 另指定一个。")
    return path


class Rejects:
    """Refused rows as they come; the file is made with the first of them."""

    def __init__(self, path: Path, columns: Sequence[str]) -> None:
        self.path = path
        self._columns = columns
        self._file: TextIO | None = None
        self._one_at_a_time = Lock()

    def write(self, refused: Iterable[tuple[Row, str]]) -> None:
        """Write rows with their reasons and make sure that they are on the disk.

        Raises ``RejectsUnwritable``.
        """
        rows = [(str(row.line), reason, *row.cells) for row, reason in refused]
        if not rows:
            return
        try:
            with self._one_at_a_time:
                if self._file is None:
                    self._file = self.path.open("w", encoding="utf-8", newline="")
                    self._file.writelines(csv_lines([(*_HEAD, *self._columns)]))
                self._file.writelines(line.removeprefix("\ufeff") for line in csv_lines(rows))
                self._file.flush()
        except OSError as fault:
            raise RejectsUnwritable(f"写不了拒收文件「{self.path}」（{reason_of(fault)}）") from fault

    def close(self) -> Path | None:
        """Close the file; return where it is, or ``None`` if nothing was refused.

        A file of an earlier run is taken away then: what it tells has been mended.
        """
        if self._file is not None:
            with suppress(OSError):  # what could not be written was told by ``write``
                self._file.close()
            return self.path.resolve()
        if self.path.is_file() and self.path.read_bytes().startswith(_BEGINNING):
            self.path.unlink()
        return None
