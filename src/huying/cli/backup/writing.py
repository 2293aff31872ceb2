"""Write a backup: one snapshot of the database, the files of models, the attachments, the seal file, the manifest."""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.db import connection, transaction

from huying.cli.backup import archive, manifest, postgres
from huying.cli.backup.crypt import encrypt
from huying.cli.backup.errors import BackupFailed
from huying.cli.backup.manifest import Manifest
from huying.cli.backup.models import model_files
from huying.domain.system_faults import reason_of


@dataclass(frozen=True, kw_only=True)
class Written:
    """A backup that was written. ``left_out`` names the models whose files were not whole, and are not in it."""

    manifest: Manifest
    left_out: tuple[str, ...]


def write_backup(path: Path, *, to: Sequence[Any], attachments: Path) -> Written:
    """Write a backup of the open store to ``path``, readable by us alone; return what is in it.

    The file gets its name when it is whole and on the disk. Raises ``BackupFailed``, ``PostgresTools``.
    """
    postgres.require_tools(server=manifest.server_major())
    made: list[Manifest] = []
    left_out: list[str] = []
    with _whole(path) as file, transaction.atomic(durable=True):
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            cursor.execute("SET LOCAL idle_in_transaction_session_timeout = 0")
            cursor.execute("SELECT pg_export_snapshot()")
            (snapshot,) = cursor.fetchone()
        encrypt(_pieces(snapshot, attachments, made, left_out), file=file, to=to)
    return Written(manifest=made[0], left_out=tuple(left_out))


def _pieces(snapshot: str, attachments: Path, made: list[Manifest], left_out: list[str]) -> Iterator[bytes]:
    digests = archive.Digests()
    counts, seal = manifest.counted(), manifest.newest_seal()
    yield from model_files(digests=digests, left_out=left_out)  # first, while the snapshot is fresh
    if attachments.is_dir():
        yield from archive.files(attachments, digests=digests)
    yield from archive.database(postgres.dump(connection.settings_dict, snapshot=snapshot), digests=digests)
    if settings.HUYING_SEAL_FILE and settings.HUYING_SEAL_FILE.exists():
        body = _known_seals(settings.HUYING_SEAL_FILE, newest=seal or 0)
        digests.take(archive.SEALS, body)
        yield archive.member(archive.SEALS, body)
    made.append(manifest.taken(parts=digests.values(), seal=seal, counts=counts))
    yield archive.member(archive.MANIFEST, made[0].as_json()) + archive.end()


def _known_seals(path: Path, *, newest: int) -> bytes:
    """Return the lines of the seal file without seals that are newer than the snapshot."""
    lines = path.read_bytes().splitlines(keepends=True)
    return b"".join(line for line in lines if _number(line) <= newest)


def _number(line: bytes) -> int:
    try:
        return int(json.loads(line)["number"])
    except (ValueError, TypeError, KeyError):
        return 0


@contextmanager
def _whole(path: Path) -> Iterator[IO[bytes]]:
    """Give a file that is at ``path`` if and only if the block ends well; a killed run leaves ``….part`` at most."""
    part = path.with_name(path.name + ".part")
    if path.exists():
        raise BackupFailed(f"「{path}」已经存在，请换一个文件名。")
    try:
        descriptor = os.open(part, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError as fault:
        raise BackupFailed(f"「{path}」无法写入（{reason_of(fault)}），请检查文件夹和权限。") from fault
    try:
        with os.fdopen(descriptor, "wb") as file:
            _lock(descriptor, path)
            try:
                os.fchmod(descriptor, 0o600)
                os.ftruncate(descriptor, 0)
                yield file
                file.flush()
                os.fsync(descriptor)
                part.rename(path)
            except BaseException:
                part.unlink(missing_ok=True)
                raise
        _sync_folder(path.parent)
    except OSError as fault:
        raise BackupFailed(f"备份没有完成（{reason_of(fault)}），没有留下文件，请检查磁盘空间和权限后重试。") from fault


def _lock(descriptor: int, path: Path) -> None:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as fault:
        raise BackupFailed(f"另一个备份正在写「{path}」，请等它完成或换一个文件名。") from fault


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
