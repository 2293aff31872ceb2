"""The same statements from pgbench: what the database alone would do, without Python in front of it."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import UUID

import psutil
import psycopg
from django.db import connection
from psycopg import sql

from benchmarks.core.machine import postmaster
from huying.foundation import embedded
from huying.workorders.models import Order

_CLIENTS = 4
# An id that no text of ours holds by chance, so that every place it stands in is found again.
_MARK = 777_000_001
_PLACEHOLDER = re.compile(r"%%|%s|%\((\w+)\)s")
_QUOTED = re.compile(r"^ ?(E?)'")
_LARGE = 2**48  # the last part of a UUID

Params = Sequence[Any] | Mapping[str, Any] | None


def script_of(register: Callable[[], Order], *, server: embedded.Server) -> str:
    """Return a script for pgbench: the statements of one registration, with keys of its own each time."""
    recorded: list[tuple[str, Params]] = []

    def record(execute: Any, statement: str, params: Params, many: Any, context: Any) -> Any:
        recorded.append((statement, params))
        return execute(statement, params, many, context)

    with _marked(server), connection.execute_wrapper(record):
        order = register()
    assert order.pk == _MARK
    uuids: dict[UUID, str] = {}
    statements = [_rendered(statement, params, uuids) for statement, params in recorded]
    draws = [f"\\set {name} random(1, {_LARGE - 1})" for name in ("phone", *uuids.values())]
    return "\n".join([*draws, "BEGIN;", *statements, "COMMIT;"]) + "\n"


def run(script: Path, *, seconds: int, server: embedded.Server, data: Path) -> float:
    """Return the transactions a second of four clients."""
    pgbench = Path(postmaster(data).exe()).with_name("pgbench")
    where = [f"--host={server.socket_dir}", f"--port={server.port}", f"--username={embedded.APP}"]
    how = ["--no-vacuum", "--protocol=prepared", f"--client={_CLIENTS}", f"--jobs={psutil.cpu_count() or 1}"]
    command = [str(pgbench), *where, *how, f"--time={seconds}", f"--file={script}", server.dbname]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    found = re.search(r"tps = ([\d.]+)", done.stdout)
    if done.returncode or not found or "number of failed transactions: 0 " not in done.stdout:
        raise RuntimeError(f"pgbench failed: {done.stdout}{done.stderr}")
    return float(found[1])


@contextmanager
def _marked(server: embedded.Server) -> Iterator[None]:
    """Let the next order have the id ``_MARK``, and give the sequence its place back."""
    with psycopg.connect(server.url(role=embedded.SUPERUSER), autocommit=True) as superuser:
        sequence = superuser.execute("SELECT pg_get_serial_sequence('workorders_order', 'id')").fetchone()
        last = superuser.execute("SELECT max(id) FROM workorders_order").fetchone()
        assert sequence
        assert last
        superuser.execute("SELECT setval(%s, %s, false)", [sequence[0], _MARK])
        try:
            yield
        finally:
            superuser.execute("SELECT setval(%s, %s)", [sequence[0], last[0]])


def _rendered(statement: str, params: Params, uuids: dict[UUID, str]) -> str:
    """Write a statement with its parameters put in; what must differ each time becomes a variable."""
    queue = iter(params) if isinstance(params, Sequence) else None

    def value(match: re.Match[str]) -> str:
        if match[0] == "%%":
            return "%"
        given = next(queue) if queue else params[match[1]] if isinstance(params, Mapping) else None
        if match[1] == "phone_hash":
            return "ARRAY[sha256((:phone)::text::bytea)]"
        if isinstance(given, list) and any(isinstance(one, UUID) for one in given):
            return f"ARRAY[{', '.join(literal(one) for one in given)}]"
        return literal(given)

    def literal(given: object) -> str:
        if isinstance(given, UUID):
            name = uuids.setdefault(given, f"uuid{len(uuids)}")
            return f"('00000000-0000-7000-8000-' || lpad(to_hex((:{name})::bigint), 12, '0'))::uuid"
        return _with_id(sql.Literal(given).as_string(connection.connection))

    filled = _PLACEHOLDER.sub(value, statement).strip()
    return filled + (" \\gset" if filled.startswith('INSERT INTO "workorders_order"') else ";")


def _with_id(literal: str) -> str:
    """Put the variable ``id`` where the marked order's id stands, inside a quoted text too."""
    if str(_MARK) not in literal:
        return literal
    quoted = _QUOTED.match(literal)
    if not quoted:
        return literal.replace(str(_MARK), ":id")
    within = f"' || (:id)::text || {quoted[1]}'"
    return f"({literal.replace(str(_MARK), within)})"
