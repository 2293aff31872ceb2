"""``pg_dump``, ``pg_restore`` and ``psql``: the embedded server's, or those that ``HUYING_POSTGRES_BIN`` names."""

from __future__ import annotations

import os
import re
import subprocess
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from django.conf import settings
from psycopg.conninfo import make_conninfo

from huying.cli.backup.errors import BackupFailed, PostgresTools, RestoreFailed
from huying.foundation.embedded import BINARIES

_PIECE = 1 << 20
# Sessions stay out: whoever was signed in signs in again.
_DUMP = [
    "--format=custom",
    "--compress=1",
    "--schema=public",
    "--no-comments",
    "--exclude-table-data=django_session",
]
_RESTORE = ["--format=custom", "--no-owner", "--schema=public", "--file=-"]
# One transaction, whose last statement fails unless everything before it came: a restore that breaks off, or is
# killed, leaves the database as it was.
_RUN = ["--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1"]
_BEGIN = "CREATE TEMP TABLE whole (yes int); SET client_min_messages = warning;"
_WHOLE = b"INSERT INTO pg_temp.whole VALUES (1);\n"
_END = "SELECT 1 / count(*) FROM pg_temp.whole"
_KEPT = ("PATH", "HOME", "PGPASSFILE")
_NO_TLS = "SSL support is not compiled in"


def dump(database: Mapping[str, Any], *, snapshot: str) -> Iterator[bytes]:
    """Yield a dump of what a snapshot sees, in PostgreSQL's own compressed form; raises ``BackupFailed``."""
    command = [*_tool("pg_dump"), *_DUMP, f"--snapshot={snapshot}", *_place(database)]
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=said, env=_environment(database))  # noqa: S603  # our own words
        assert process.stdout
        try:
            while piece := process.stdout.read(_PIECE):
                yield piece
        except BaseException:
            process.kill()
            raise
        finally:
            process.stdout.close()
            code = process.wait()
        if code != 0:
            raise BackupFailed(f"备份没有完成（{_reason(said)}），没有留下文件，请排除后重试。")


def load(database: Mapping[str, Any], pieces: Iterable[bytes], *, before: str) -> None:
    """Run ``before`` and give a dump to PostgreSQL, all in one transaction; raises ``RestoreFailed``."""
    run = [*_tool("psql"), *_RUN, *_place(database), "-c", _BEGIN + before, "-f", "-", "-c", _END]
    with tempfile.TemporaryFile() as said:
        psql = subprocess.Popen(  # noqa: S603  # our own words
            run, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=said, env=_environment(database)
        )
        restore = subprocess.Popen(  # noqa: S603  # our own words
            [*_tool("pg_restore"), *_RESTORE], stdin=subprocess.PIPE, stdout=psql.stdin, stderr=said
        )
        try:
            with suppress(BrokenPipeError):  # who broke it has said why
                _feed(restore, pieces)
                assert psql.stdin
                if restore.wait() == 0:
                    psql.stdin.write(_WHOLE)
                psql.stdin.close()
        except BaseException:
            psql.kill()
            restore.kill()
            raise
        finally:
            for process in (restore, psql):
                with suppress(BrokenPipeError):
                    process.communicate()
        if psql.returncode != 0:
            raise RestoreFailed(f"数据库拒绝了备份（{_reason(said)}），没有写入任何数据，请排除后重试。")


def _feed(process: subprocess.Popen[bytes], pieces: Iterable[bytes]) -> None:
    assert process.stdin
    for piece in pieces:
        process.stdin.write(piece)
    process.stdin.close()


def require_tools(*, server: int) -> None:
    """Raise ``PostgresTools`` where the tools are missing or older than the server's major version."""
    for name in ("pg_dump", "pg_restore", "psql"):
        done = subprocess.run([*_tool(name), "--version"], check=False, capture_output=True, text=True)  # noqa: S603
        major = int((re.findall(r"\d+", done.stdout) or ["0"])[0])
        if major < server:
            raise PostgresTools(
                f"{name} 是 {major} 版，比数据库服务器（{server}）旧，请用 HUYING_POSTGRES_BIN 指明新版本所在的文件夹。"
            )


def _tool(name: str) -> list[str]:
    folder = Path(settings.HUYING_POSTGRES_BIN) if settings.HUYING_POSTGRES_BIN else BINARIES
    path = folder / name
    if not os.access(path, os.X_OK):
        raise PostgresTools(f"「{folder}」中没有 {name}，请用 HUYING_POSTGRES_BIN 指明它所在的文件夹。")
    return [str(path)]


def _place(database: Mapping[str, Any]) -> list[str]:
    """Return where to connect; the password goes another way, since everybody may read a command line."""
    ours = {"application_name", "server_side_binding", "prepare_threshold"}
    parts = {name: value for name, value in database["OPTIONS"].items() if name not in ours}
    known = {"dbname": "NAME", "user": "USER", "host": "HOST", "port": "PORT"}
    parts |= {name: str(database[key]) for name, key in known.items() if database[key]}
    return [f"--dbname={make_conninfo(**parts)}", "--no-password"]


def _environment(database: Mapping[str, Any]) -> dict[str, str]:
    password = {"PGPASSWORD": database["PASSWORD"]} if database["PASSWORD"] else {}
    kept = {name: value for name, value in os.environ.items() if name in _KEPT or name.startswith("PGSSL")}
    return {**kept, "LC_ALL": "C", **password}


def _reason(said: Any) -> str:
    """Return what the tool says went wrong; raises ``PostgresTools`` where it knows no TLS and was told to use it."""
    said.seek(0)
    lines = said.read().decode(errors="replace").strip().splitlines()
    if any(_NO_TLS in line for line in lines):
        raise PostgresTools(
            "程序自带的 pg_dump 不支持 TLS，请安装不比数据库旧的 PostgreSQL 客户端，"
            "用 HUYING_POSTGRES_BIN 指明它所在的文件夹。"
        )
    worst = [line for line in lines if "error:" in line or "FATAL" in line] or lines or ["原因不明"]
    return str(worst[0])[:300]
