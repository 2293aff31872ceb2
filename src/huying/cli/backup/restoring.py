"""Restore a backup: look through the whole file first, then write it in one transaction."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from itertools import count
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from huying.cli import schema
from huying.cli.backup import archive, manifest, postgres
from huying.cli.backup.crypt import decrypted
from huying.cli.backup.errors import BackupBroken, RestoreFailed, StoreNotEmpty
from huying.cli.backup.manifest import Manifest

# Everything of ours in the schema; what belongs to an extension stays.
_EMPTY = """
DO $$
DECLARE
    statement text;
BEGIN
    -- All are named before the first goes: what a CASCADE took has no name any more.
    FOR statement IN SELECT unnest(array_agg(every.one)) FROM (
        SELECT format('DROP %s IF EXISTS %s CASCADE', CASE relkind WHEN 'v' THEN 'VIEW' ELSE 'TABLE' END, oid::regclass)
        FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'v')
            AND ('pg_class'::regclass, oid) NOT IN (SELECT classid, objid FROM pg_depend WHERE deptype = 'e')
        UNION ALL
        SELECT format('DROP ROUTINE IF EXISTS %s CASCADE', oid::regprocedure)
        FROM pg_proc WHERE pronamespace = 'public'::regnamespace
            AND ('pg_proc'::regclass, oid) NOT IN (SELECT classid, objid FROM pg_depend WHERE deptype = 'e')
        UNION ALL
        SELECT format('DROP TYPE IF EXISTS %s CASCADE', oid::regtype)
        FROM pg_type WHERE typnamespace = 'public'::regnamespace
            AND (typtype IN ('e', 'd') OR typrelid IN (SELECT oid FROM pg_class WHERE relkind = 'c'))
            AND ('pg_type'::regclass, oid) NOT IN (SELECT classid, objid FROM pg_depend WHERE deptype = 'e')
    ) AS every (one) LOOP
        EXECUTE statement;
    END LOOP;
END
$$;
-- The backup brings the rights of each table, which none may add to, and these defaults again in its end.
ALTER DEFAULT PRIVILEGES IN SCHEMA public REVOKE ALL ON TABLES FROM huying_app, huying_reader;
ALTER DEFAULT PRIVILEGES IN SCHEMA public REVOKE ALL ON SEQUENCES FROM huying_app, huying_reader;
"""
_OTHERS = """
SELECT count(*) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid() AND usename IN ('huying_app', 'huying_owner')
"""


def looked_through(path: Path, *, keys: Sequence[Any]) -> Manifest:
    """Read a backup to its end and return its manifest.

    Raises ``BackupBroken``, ``BackupKeyUnfit`` or, for a backup of a newer programme, ``SchemaDiffers``.
    """
    digests, body = archive.Digests(), b""
    with decrypted(path, keys=keys) as stream:
        for name, pieces in archive.members(stream):
            if name == archive.MANIFEST:
                body = b"".join(pieces)
                continue
            digests.take(name, b"")
            for piece in pieces:
                digests.take(name, piece, begins=False)
    found = manifest.read(body)
    if found.parts != digests.values():
        raise BackupBroken
    known = {f"{app}.{name}" for app, name in MigrationLoader(None).disk_migrations}
    if set(found.migrations) - known:
        raise schema.SchemaDiffers("备份来自更新版本的程序，请先升级呼应再恢复。")
    return found


def require_empty(*, overwrite: bool) -> None:
    """Raise ``StoreNotEmpty`` where a centre stands already, unless it may be overwritten, or somebody is at work."""
    if "organisation_centre" in connection.introspection.table_names() and not overwrite:
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM organisation_centre")
            if cursor.fetchone()[0]:
                raise StoreNotEmpty
    with connection.cursor() as cursor:
        cursor.execute(_OTHERS)
        (others,) = cursor.fetchone()
    if others:
        raise StoreNotEmpty(f"还有 {others} 个连接在使用这个数据库，请先停止网站和后台任务再恢复。")


def write_store(path: Path, *, keys: Sequence[Any], folders: Mapping[str, Path]) -> None:
    """Write a backup that was looked through into the open store, as its owner; nothing is kept if it fails.

    ``folders``: where ``archive.FILES`` and ``archive.MODELS`` belong; a part without a place is passed over. Raises
    ``RestoreFailed``, ``OwnerUnknown``.
    """
    for part, folder in folders.items():
        if folder.is_mount():
            raise RestoreFailed(
                f"文件夹「{folder}」是挂载点，不能整个换掉，请用 HUYING_{part.upper()} 指明其中的一个子文件夹再恢复。"
            )
    with schema.as_owner():
        place = dict(connection.settings_dict)
        with ExitStack() as places:
            fresh = {part: places.enter_context(_in_place(folder)) for part, folder in folders.items()}
            with decrypted(path, keys=keys) as stream:
                postgres.load(place, _sorted_out(archive.members(stream), folders=fresh), before=_EMPTY)
        with connection.cursor() as cursor:
            # The server's own tables are the superuser's; it says so of each.
            cursor.execute("SET client_min_messages = error")
            cursor.execute("ANALYZE")


def _sorted_out(members: Iterator[tuple[str, Iterator[bytes]]], *, folders: Mapping[str, Path]) -> Iterator[bytes]:
    """Yield the dump; put files where they belong on the way."""
    for name, pieces in members:
        part = name.partition("/")[0]
        if part == archive.DATABASE:
            yield from pieces
        elif part in folders:
            _write(folders[part] / name.removeprefix(f"{part}/"), pieces)
        elif name == archive.SEALS and settings.HUYING_SEAL_FILE and not settings.HUYING_SEAL_FILE.exists():
            _write(settings.HUYING_SEAL_FILE, pieces)


def _write(path: Path, pieces: Iterator[bytes]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        for piece in pieces:
            file.write(piece)


@contextmanager
def _in_place(wanted: Path) -> Iterator[Path]:
    """Give an empty folder that gets the wanted name in the end, unless it stayed empty; an older one steps aside."""
    folder = wanted.with_name(f"{wanted.name}.restoring")
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True, mode=0o700)
    try:
        yield folder
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    if not any(folder.iterdir()):
        folder.rmdir()
        return
    if wanted.exists() and not any(wanted.iterdir()):
        wanted.rmdir()
    if wanted.exists():
        aside = (wanted.with_name(f"{wanted.name}.before-{n}") for n in count(1))
        wanted.rename(next(path for path in aside if not path.exists()))
    folder.rename(wanted)
