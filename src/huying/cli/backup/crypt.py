"""Encrypt and decrypt streams with age (https://age-encryption.org/v1), a piece at a time.

Only a public key is needed to write a backup: who takes the server over cannot read older ones.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

import pyrage

from huying.cli.backup.errors import BackupBroken, BackupKeyUnfit
from huying.domain.system_faults import reason_of


def new_identity() -> tuple[str, str]:
    """Return a new pair: the secret key and its public one."""
    identity = pyrage.x25519.Identity.generate()
    return str(identity), str(identity.to_public())


def recipients(given: Sequence[str]) -> list[Any]:
    """Return the public keys that words and files name; raise ``BackupKeyUnfit``."""
    words = [word for one in given for word in ([one] if one.startswith("age1") else _lines(Path(one)))]
    if not words:
        raise BackupKeyUnfit("没有说明备份加密给谁，请用 --to 给出公钥；还没有时先运行 huying keys backup。")
    try:
        return [pyrage.x25519.Recipient.from_str(word) for word in words]
    except pyrage.RecipientError as fault:
        raise BackupKeyUnfit("--to 给出的不是 age 公钥（age1 开头的一行），请核对。") from fault


def identities(path: Path) -> list[Any]:
    """Return the secret keys in a file; raise ``BackupKeyUnfit``."""
    try:
        found = [pyrage.x25519.Identity.from_str(word) for word in _lines(path)]
    except pyrage.IdentityError as fault:
        raise BackupKeyUnfit(f"「{path}」不是备份密钥，请给出建立备份密钥时保存的文件。") from fault
    if not found:
        raise BackupKeyUnfit(f"「{path}」中没有备份密钥，请给出建立备份密钥时保存的文件。")
    return found


def encrypt(pieces: Iterator[bytes], *, file: IO[bytes], to: Sequence[Any]) -> None:
    """Write the pieces encrypted into ``file``; what the pieces or the file raise is raised as it is."""
    source, sink = _Source(pieces), _Sink(file)
    try:
        pyrage.encrypt_io(source, sink, to)
    except (pyrage.EncryptError, OSError) as fault:
        raise source.fault or sink.fault or fault from None


@contextmanager
def decrypted(path: Path, *, keys: Sequence[Any]) -> Iterator[IO[bytes]]:
    """Give a stream of what a file holds; raises ``BackupKeyUnfit``, and ``BackupBroken`` by the end at the latest."""
    faults: list[BaseException] = []
    read_end, write_end = os.pipe()

    def run() -> None:
        with os.fdopen(write_end, "wb") as sink:
            try:
                with path.open("rb") as file:
                    pyrage.decrypt_io(file, sink, keys)
            except (pyrage.DecryptError, OSError) as fault:
                faults.append(fault)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    try:
        with os.fdopen(read_end, "rb") as stream:
            yield stream
            while stream.read(1 << 20):
                pass
    finally:
        thread.join()
        # A reader that left early closed the pipe; that is no fault of the file.
        told = [fault for fault in faults if not isinstance(fault, BrokenPipeError)]
        if told:
            raise _refusal(path, told[0]) from told[0]


def _refusal(path: Path, fault: BaseException) -> BackupBroken | BackupKeyUnfit:
    if "No matching keys" in str(fault):
        return BackupKeyUnfit(f"这把备份密钥打不开「{path}」，请换成备份时所用公钥的那一把。")
    if isinstance(fault, OSError) and fault.errno:
        return BackupBroken(f"「{path}」无法读取（{reason_of(fault)}），没有写入任何数据，请检查。")
    return BackupBroken(f"备份文件「{path}」不完整或已损坏，没有写入任何数据，请换一份备份。")


def _lines(path: Path) -> list[str]:
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as fault:
        raise BackupKeyUnfit(f"密钥文件「{path}」无法读取，请检查路径和权限。") from fault
    return [line.strip() for line in lines if line.strip() and not line.startswith("#")]


class _Source:
    """A file to read from, made of pieces; remembers what they raised, which age turns into words."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces = pieces
        self._rest = memoryview(b"")
        self.fault: BaseException | None = None

    def read(self, size: int) -> bytes:
        try:
            while not self._rest:
                piece = next(self._pieces, None)
                if piece is None:
                    return b""
                self._rest = memoryview(piece)
        except BaseException as fault:
            self.fault = fault
            raise
        given, self._rest = self._rest[:size], self._rest[size:]
        return bytes(given)


class _Sink:
    """A file to write to that remembers its fault."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self.fault: BaseException | None = None

    def write(self, piece: bytes) -> int:
        try:
            return self._file.write(piece)
        except BaseException as fault:
            self.fault = fault
            raise

    def flush(self) -> None:
        self._file.flush()
