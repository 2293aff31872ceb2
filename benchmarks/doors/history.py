"""How many orders of the past are imported a second, and how many rows a plain COPY of the same writes.

In turn, in the same minutes: ``import_history`` with all indexes live, in as many lanes as the command uses, and a COPY
of what it has just written, under other ids, into the same five tables. What lies between is our work: digests, MACs,
words. Then the same orders once more, each with a caller's number and name, sealed.
"""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from benchmarks.core import machine, wording
from huying.cli.store import opened

if TYPE_CHECKING:
    from huying.domain.actors import Actor
    from huying.workorders.actions.import_history import HistoricOrder

_BUILD = Path(__file__).parents[2] / "build" / "bench"
_AT_ONCE = 2000
_IN_TURN = 10_000
_SHIFT = 1_000_000_000
_TABLES = {
    "workorders_order": "id",
    "workorders_event": "order_id",
    "workorders_searchrow": "order_id",
    "workorders_text": "order_id",
    "workorders_assignment": "order_id",
}
_COLUMNS = """
SELECT quote_ident(column_name) FROM information_schema.columns
WHERE table_name = %s AND is_generated = 'NEVER' AND column_name NOT IN ('xact', %s) ORDER BY ordinal_position
"""


def measured(*, size: int = 20_000) -> dict[str, float]:
    """Return ``history_rows_per_s``, ``copy_rows_per_s`` and processor milliseconds a row, at ``size`` orders.

    Makes and opens stores of its own; call it in a process that has opened none.
    """
    found: dict[str, float] = {}
    _BUILD.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=_BUILD, prefix="history-", ignore_cleanup_errors=True) as folder:
        data = Path(folder) / "store"
        with opened(data):
            found |= _figures(data, size=size)
        shutil.rmtree(data)
    return found


def _figures(data: Path, *, size: int) -> dict[str, float]:
    # Models may be imported only now that the store is open.
    from benchmarks.core.city import make_city
    from huying.domain.actors import policy_actor
    from huying.foundation import clock
    from huying.foundation.commit import one_commit

    at = clock.now()
    city = make_city(at=at)
    actor = policy_actor(centre_id=city.operator.centre_id, name="bench")
    rows = _rows(size, unit=city.street, at=at)
    imported, copied, with_callers = _Spent(data), _Spent(data), _Spent(data)
    for begin in range(0, size, _IN_TURN):
        chunk = rows[begin : begin + _IN_TURN]
        with imported:
            _import(chunk, actor=actor, at=at)
        lines = dict(_written(len(chunk)))
        with copied, one_commit():
            _copy(lines)
        told = [
            replace(row, number=f"C{row.number}", phone=_phone(place), name="王小明") for place, row in enumerate(chunk)
        ]
        with with_callers:
            _import(told, actor=actor, at=at)
    return {
        "history_rows_per_s": round(size / imported.wall),
        "history_callers_rows_per_s": round(size / with_callers.wall),
        "copy_rows_per_s": round(size / copied.wall),
        "history_app_ms": round(imported.app * 1000 / size, 3),
        "history_server_ms": round(imported.server * 1000 / size, 3),
        "history_callers_app_ms": round(with_callers.app * 1000 / size, 3),
        "history_callers_server_ms": round(with_callers.server * 1000 / size, 3),
        "copy_server_ms": round(copied.server * 1000 / size, 3),
    }


def _import(rows: list[HistoricOrder], *, actor: Actor, at: datetime) -> None:
    """Import as the command does: side by side, a lane's batches one after the other, each one commit."""
    from huying.cli.lanes import side_by_side
    from huying.foundation.commit import one_commit
    from huying.workorders.actions.import_history import import_history
    from huying.workorders.queries.external import LANES, lane_of

    def take(batch: list[HistoricOrder]) -> None:
        with one_commit():
            import_history(rows=batch, source="bench", actor=actor, at=at)

    pieces = []
    for begin in range(0, len(rows), _AT_ONCE * LANES):
        batch = rows[begin : begin + _AT_ONCE * LANES]
        pieces += [
            (lane, partial(take, [row for row in batch if lane_of(row.number) == lane])) for lane in range(LANES)
        ]
    for _ in side_by_side(pieces, lanes=LANES):
        pass


def _phone(place: int) -> str:
    """Return one of some thousand mobile numbers that nobody has."""
    return f"1380000{place % 7000:04d}"


class _Spent:
    """Adds up seconds: by the wall, of this processor, of all processors of the server."""

    def __init__(self, data: Path) -> None:
        self.wall = self.app = self.server = 0.0
        self._data = data

    def _now(self) -> tuple[float, float, float]:
        return time.perf_counter(), time.process_time(), machine.server_processor(self._data)

    def __enter__(self) -> None:
        self._began = self._now()

    def __exit__(self, *_: object) -> None:
        wall, app, server = (now - began for now, began in zip(self._now(), self._began, strict=True))
        self.wall, self.app, self.server = self.wall + wall, self.app + app, self.server + server


def _rows(size: int, *, unit: Actor, at: datetime) -> list[HistoricOrder]:
    from huying.domain.policies import OrderKind, Urgency
    from huying.workorders.actions.import_history import HistoricOrder
    from huying.workorders.choices import Channel

    return [
        HistoricOrder(
            number=f"H{number}",
            channel=Channel.PHONE,
            kind=OrderKind.HELP,
            urgency=Urgency.ORDINARY,
            title=demand[:20],
            original=demand,
            reply="已到现场核实并处理，与诉求人沟通，表示认可。",
            registered_at=at - timedelta(days=400, minutes=number),
            closed_at=at - timedelta(days=390, minutes=number),
            unit_id=unit.unit_id,
            district_id=unit.district_id,
        )
        for number, demand in enumerate(wording.demands(size))
    ]


def _written(count: int) -> Iterator[tuple[str, tuple[str, bytes]]]:
    """Yield, for each table, its columns and what the last ``count`` orders wrote there, under other ids."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT min(id), max(id) FROM"
            " (SELECT id FROM workorders_order WHERE id < %s ORDER BY id DESC LIMIT %s) AS last",
            [_SHIFT, count],
        )
        first, last = cursor.fetchone() or (0, 0)
        for table, key in _TABLES.items():
            cursor.execute(_COLUMNS, [table, "" if key == "id" else "id"])
            names = [name for (name,) in cursor.fetchall()]
            other = {key: f"{key} + {_SHIFT}", "external_no": "external_no || '-'"}
            wanted = ", ".join(other.get(name, name) for name in names)
            select = f"SELECT {wanted} FROM {table} WHERE {key} BETWEEN {first} AND {last}"
            with cursor.copy(f"COPY ({select}) TO STDOUT") as out:
                yield table, (", ".join(names), b"".join(bytes(part) for part in out))


def _copy(lines: dict[str, tuple[str, bytes]]) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        for table, (names, body) in lines.items():
            with cursor.copy(f"COPY {table} ({names}) FROM STDIN") as into:
                into.write(body)
