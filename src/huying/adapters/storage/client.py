"""Files in a folder of this machine, or of a disk that all machines share."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import BinaryIO
from uuid import UUID, uuid4

from django.conf import settings

from huying.adapters.storage.port import FileLost, Storage, StorageUnavailable

_UNFINISHED = "unfinished"


def storage() -> Storage:
    """Return the storage of this installation, in the folder of ``HUYING_FILES``."""
    return Folder(settings.HUYING_FILES)


class Folder:
    """Files under ``<folder>/<first two digits>/<name>``; a folder that is missing is never made.

    Somebody forgot to mount it, and what were written in its place would be lost when it is mounted again.
    """

    def __init__(self, folder: Path) -> None:
        """Take a folder that is there."""
        self._folder = folder

    def keep(self, content: bytes) -> UUID:
        """Write beside, force to the disk, and only then give the name."""
        file = uuid4()
        path, part = self._path(file), self._folder / _UNFINISHED / file.hex
        try:
            for folder in (part.parent, path.parent):
                folder.mkdir(mode=0o700, exist_ok=True)
            with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
                out.write(content)
                out.flush()
                os.fsync(out.fileno())
            part.rename(path)
            for folder in (path.parent, self._folder):
                _force(folder)
        except OSError as fault:
            with suppress(OSError):
                part.unlink()
            raise StorageUnavailable(fault=str(fault)) from fault
        return file

    def opened(self, file: UUID) -> BinaryIO:
        """Open the file itself: it is read as it is sent."""
        try:
            return self._path(file).open("rb")
        except OSError as fault:
            raise FileLost(fault=str(fault)) from fault

    def remove(self, file: UUID) -> None:
        """Take the name away and force that to the disk."""
        path = self._path(file)
        try:
            path.unlink()
            _force(path.parent)
        except FileNotFoundError:
            return
        except OSError as fault:
            raise StorageUnavailable(fault=str(fault)) from fault

    def kept_before(self, moment: datetime) -> Iterator[UUID]:
        """Go by the time of writing; what is no file of ours is passed over."""
        for folder in self._listed(self._folder):
            if folder.name != _UNFINISHED and folder.is_dir():
                for path in self._listed(folder):
                    if _older(path, moment) and (file := _named(path)):
                        yield file

    def clear_unfinished(self, *, before: datetime) -> int:
        """Remove the files that never got their name."""
        folder = self._folder / _UNFINISHED
        old = [path for path in self._listed(folder) if _older(path, before)] if folder.is_dir() else []
        for path in old:
            path.unlink(missing_ok=True)
        return len(old)

    def _path(self, file: UUID) -> Path:
        return self._folder / file.hex[:2] / file.hex

    def _listed(self, folder: Path) -> list[Path]:
        try:
            return sorted(folder.iterdir())
        except OSError as fault:
            raise StorageUnavailable(fault=str(fault)) from fault


def _force(folder: Path) -> None:
    """Bring a folder's names to the disk."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _older(path: Path, moment: datetime) -> bool:
    try:
        return path.stat().st_mtime < moment.timestamp()
    except FileNotFoundError:
        return False


def _named(path: Path) -> UUID | None:
    try:
        return UUID(hex=path.name)
    except ValueError:
        return None
