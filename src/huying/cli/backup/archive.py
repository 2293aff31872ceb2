"""What lies in a backup: a tar of named parts, the manifest last.

The database comes in numbered pieces, since a tar wants sizes beforehand and a dump tells its size at its end.
``age -d -i KEY FILE | tar x && cat database/* | pg_restore`` opens one without this programme.
"""

from __future__ import annotations

import hashlib
import os
import tarfile
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path, PurePosixPath
from typing import IO

from huying.cli.backup.errors import BackupBroken

MANIFEST = "manifest.json"
SEALS = "seals.jsonl"
DATABASE = "database"
FILES = "files"
MODELS = "models"
_PIECE = 8 << 20
_ZEROS = bytes(tarfile.BLOCKSIZE)


class Digests:
    """SHA-256 and size of each part; names of files count too.

    The parts: ``database``, ``files``, ``seals.jsonl``, and of each version of a model its folder below ``models``.
    """

    def __init__(self) -> None:
        self._parts: dict[str, tuple[hashlib._Hash, list[int]]] = {}

    def take(self, name: str, body: bytes, *, begins: bool = True) -> None:
        """Count a member's body, or (``begins`` false) the next piece of it."""
        kind = name.partition("/")[0]
        part = name.rpartition("/")[0] if kind == MODELS else kind
        digest, sizes = self._parts.setdefault(part, (hashlib.sha256(), [0]))
        if kind in {FILES, MODELS} and begins:
            digest.update(name.encode(errors="surrogateescape"))
        digest.update(body)
        sizes[0] += len(body)

    def values(self) -> dict[str, dict[str, str | int]]:
        """Return part → its digest in hex and its bytes."""
        return {
            part: {"sha256": digest.hexdigest(), "bytes": sizes[0]} for part, (digest, sizes) in self._parts.items()
        }


def member(name: str, body: bytes) -> bytes:
    """Return one small file as a tar holds it."""
    return _header(name, len(body)) + body + _padding(len(body))


def database(pieces: Iterable[bytes], *, digests: Digests) -> Iterator[bytes]:
    """Yield a dump as numbered members."""
    held, number = bytearray(), 0
    for piece in pieces:
        held += piece
        while len(held) >= _PIECE:
            yield _numbered(number, bytes(held[:_PIECE]), digests)
            del held[:_PIECE]
            number += 1
    yield _numbered(number, bytes(held), digests)


def files(folder: Path, *, digests: Digests) -> Iterator[bytes]:
    """Yield every regular file below ``folder``, those that vanish meanwhile left out."""
    for path in sorted(folder.rglob("*")):
        with suppress(FileNotFoundError):
            file = path.open("rb") if path.is_file() and not path.is_symlink() else None
            if file:
                with file:
                    yield from one_file(f"{FILES}/{path.relative_to(folder)}", file, digests=digests)


def one_file(name: str, file: IO[bytes], *, digests: Digests) -> Iterator[bytes]:
    """Yield an open file as a member, also one whose name has gone meanwhile."""
    left = size = os.fstat(file.fileno()).st_size
    yield _header(name, size)
    digests.take(name, b"")
    while left:
        piece = file.read(min(left, _PIECE))
        if not piece:
            raise OSError(0, "文件在备份时变短了", name)
        left -= len(piece)
        digests.take(name, piece, begins=False)
        yield piece
    yield _padding(size)


def end() -> bytes:
    """Return what a tar ends with."""
    return _ZEROS * 2


def members(stream: IO[bytes]) -> Iterator[tuple[str, Iterator[bytes]]]:
    """Yield each member's name and its pieces, to be read at once; raise ``BackupBroken`` for what is no backup."""
    try:
        with tarfile.open(fileobj=stream, mode="r|") as tar:
            for info in tar:
                path = PurePosixPath(info.name)
                body = tar.extractfile(info)
                if body is None or path.is_absolute() or ".." in path.parts:
                    raise BackupBroken
                yield info.name, iter(lambda body=body: body.read(_PIECE), b"")  # type: ignore[misc]
    except tarfile.TarError as fault:
        raise BackupBroken from fault


def _numbered(number: int, body: bytes, digests: Digests) -> bytes:
    name = f"{DATABASE}/{number:06d}"
    digests.take(name, body)
    return member(name, body)


def _header(name: str, size: int) -> bytes:
    info = tarfile.TarInfo(name)
    info.size, info.mode = size, 0o600
    return info.tobuf(format=tarfile.PAX_FORMAT)


def _padding(size: int) -> bytes:
    return bytes(-size % tarfile.BLOCKSIZE)
