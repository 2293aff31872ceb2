"""What is no whole backup is refused before anything is written; what breaks off leaves nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import pyrage
import pytest
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from pytest_django import Settings

from huying.cli.backup import archive, postgres, restoring
from huying.cli.backup.crypt import identities, recipients
from huying.cli.backup.errors import BackupBroken, BackupFailed, BackupKeyUnfit, PostgresTools, RestoreFailed
from huying.cli.backup.restoring import looked_through
from huying.cli.schema import SchemaDiffers, as_owner
from huying.foundation.embedded import BINARIES
from tests.cli.backup.conftest import Place, tables


def test_another_key_does_not_open_it(place: Place) -> None:
    path, _ = place.back_up()
    with pytest.raises(BackupKeyUnfit, match="打不开"):
        looked_through(path, keys=[pyrage.x25519.Identity.generate()])


@pytest.mark.parametrize("keep", [0.0, 0.001, 0.5, 0.999])
def test_a_file_cut_short_is_refused(place: Place, keep: float) -> None:
    path, _ = place.back_up()
    body = path.read_bytes()
    path.write_bytes(body[: int(len(body) * keep)])
    with pytest.raises(BackupBroken, match="不完整或已损坏"):
        looked_through(path, keys=[place.secret])


@pytest.mark.parametrize("at", [0.01, 0.5, 0.99])
def test_a_file_with_one_bit_changed_is_refused(place: Place, at: float) -> None:
    path, _ = place.back_up()
    body = bytearray(path.read_bytes())
    body[int(len(body) * at)] ^= 1
    path.write_bytes(body)
    with pytest.raises(BackupBroken, match="不完整或已损坏"):
        looked_through(path, keys=[place.secret])


@pytest.mark.parametrize("body", [b"", b"poem", bytes(1024)], ids=["nothing", "no tar", "an empty tar"])
def test_what_another_programme_encrypted_is_refused(place: Place, body: bytes) -> None:
    path = place.folder / "poem"
    path.write_bytes(pyrage.encrypt(body, recipients([place.public])))
    with pytest.raises(BackupBroken):
        looked_through(path, keys=[place.secret])


def test_a_path_that_leads_outside_is_refused(place: Place) -> None:
    path = place.folder / "evil"
    body = archive.member("files/../../etc/passwd", b"x") + archive.end()
    path.write_bytes(pyrage.encrypt(body, recipients([place.public])))
    with pytest.raises(BackupBroken):
        looked_through(path, keys=[place.secret])


def test_a_backup_of_a_newer_programme_is_refused(place: Place) -> None:
    with as_owner():
        MigrationRecorder(connection).record_applied("workorders", "9999_from_the_future")
    path, _ = place.back_up()
    with pytest.raises(SchemaDiffers, match="先升级"):
        looked_through(path, keys=[place.secret])


def test_a_restore_that_breaks_off_leaves_the_database_as_it_was(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    path, _ = place.back_up()
    whole = restoring._sorted_out

    def half(*given: object, **named: object) -> Iterator[bytes]:
        body = b"".join(whole(*given, **named))  # type: ignore[arg-type]
        yield body[: len(body) * 9 // 10]

    monkeypatch.setattr(restoring, "_sorted_out", half)
    with place.empty_database():
        with pytest.raises(RestoreFailed, match="没有写入任何数据"):
            place.restore(path, attachments=place.folder / "elsewhere")
        assert tables() == []
        monkeypatch.undo()
        place.restore(path, attachments=place.folder / "elsewhere")
        assert "workorders_order" in tables()
    assert not (place.folder / "elsewhere.restoring").exists()


def test_a_fault_while_reading_leaves_the_database_as_it_was(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    path, _ = place.back_up()

    def faulty(*_: object, **__: object) -> Iterable[bytes]:
        yield b"PGDMP"
        raise OSError(5, "disk")

    monkeypatch.setattr(restoring, "_sorted_out", faulty)
    with place.empty_database():
        with pytest.raises(OSError, match="disk"):
            place.restore(path, attachments=place.folder / "elsewhere")
        assert tables() == []


def test_a_file_that_is_there_is_not_overwritten(place: Place) -> None:
    path, _ = place.back_up()
    before = path.read_bytes()
    with pytest.raises(BackupFailed, match="已经存在"):
        place.back_up()
    assert path.read_bytes() == before


def test_a_dump_that_fails_leaves_no_file(place: Place, settings: Settings) -> None:
    settings.HUYING_POSTGRES_BIN = str(_tools(place.folder, "echo 'pg_dump: error: no luck' >&2; exit 1"))
    with pytest.raises(BackupFailed, match="no luck"):
        place.back_up()
    assert not list(place.folder.glob("one.hb*"))


def test_tools_older_than_the_server_are_refused(place: Place, settings: Settings) -> None:
    settings.HUYING_POSTGRES_BIN = str(_tools(place.folder, "echo 'pg_dump (PostgreSQL) 9.6.1'"))
    with pytest.raises(PostgresTools, match="9 版，比数据库服务器"):
        postgres.require_tools(server=18)
    settings.HUYING_POSTGRES_BIN = str(place.folder)
    with pytest.raises(PostgresTools, match="没有 pg_dump"):
        postgres.require_tools(server=18)


def _tools(folder: Path, dump: str) -> Path:
    """Make a folder of tools whose ``pg_dump`` does as told when it is not asked for its version."""
    made = folder / "bin"
    made.mkdir()
    for name in ("pg_restore", "psql"):
        (made / name).symlink_to(BINARIES / name)
    version = "" if "PostgreSQL" in dump else f'[ "$1" = --version ] && exec {BINARIES}/pg_dump --version\n'
    (made / "pg_dump").write_text(f"#!/bin/sh\n{version}{dump}\n")
    (made / "pg_dump").chmod(0o755)
    return made


@pytest.mark.parametrize("text", ["", "# nothing\n", "床前明月光\n"])
def test_what_is_no_key_is_told(tmp_path: Path, text: str) -> None:
    path = tmp_path / "key"
    path.write_text(text)
    with pytest.raises(BackupKeyUnfit, match=r"。$"):
        identities(path)
    with pytest.raises(BackupKeyUnfit, match=r"。$"):
        recipients([str(path)])
    with pytest.raises(BackupKeyUnfit, match="huying keys backup"):
        recipients([])
