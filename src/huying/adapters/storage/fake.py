"""A storage in memory, of a size that a test chooses."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from io import BytesIO
from typing import BinaryIO
from uuid import UUID, uuid4

from huying.adapters.storage.port import FileLost, StorageUnavailable
from huying.foundation import clock


class Memory:
    """Files of one process; ``room`` is how many bytes fit."""

    def __init__(self, *, room: int = 1 << 30) -> None:
        """Begin with no file."""
        self._room = room
        self._files: dict[UUID, tuple[datetime, bytes]] = {}

    def keep(self, content: bytes) -> UUID:
        """Keep what fits."""
        if sum(len(kept) for _, kept in self._files.values()) + len(content) > self._room:
            raise StorageUnavailable
        file = uuid4()
        self._files[file] = (clock.now(), content)
        return file

    def opened(self, file: UUID) -> BinaryIO:
        """Give the content as a file."""
        if file not in self._files:
            raise FileLost
        return BytesIO(self._files[file][1])

    def remove(self, file: UUID) -> None:
        """Forget the file."""
        self._files.pop(file, None)

    def kept_before(self, moment: datetime) -> Iterator[UUID]:
        """Go by the house's clock."""
        yield from [file for file, (at, _) in self._files.items() if at < moment]

    def clear_unfinished(self, *, before: datetime) -> int:
        """Have nothing to clear: memory holds no halves."""
        del before
        return 0
