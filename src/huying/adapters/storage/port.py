"""What the house asks of the place where files are kept."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import BinaryIO, Protocol
from uuid import UUID

from huying.domain.errors import Unavailable


class StorageUnavailable(Unavailable):
    """The folder is missing, full or closed to us; nothing was kept."""

    code = "storage_unavailable"
    sentence = "图片没有保存：存放文件的目录已满或无法写入，请联系系统管理员；文字可以先不带图片提交，图片以后再补充。"


class FileLost(Unavailable):
    """A file that was kept is not there, or cannot be read."""

    code = "file_lost"
    sentence = "图片文件读不出来，请联系系统管理员从备份中取回。"


class Storage(Protocol):
    """Content that is written once under a random name and read many times."""

    def keep(self, content: bytes) -> UUID:
        """Keep content for good and return its name; whole or not at all. Raises ``StorageUnavailable``."""

    def opened(self, file: UUID) -> BinaryIO:
        """Open a file for reading; the caller closes it. Raises ``FileLost``."""

    def remove(self, file: UUID) -> None:
        """Remove a file, if it is there. Raises ``StorageUnavailable``."""

    def kept_before(self, moment: datetime) -> Iterator[UUID]:
        """Yield what was kept before a moment, in any order. Raises ``StorageUnavailable``."""

    def clear_unfinished(self, *, before: datetime) -> int:
        """Remove what processes that died have left half written before a moment; return how many."""
