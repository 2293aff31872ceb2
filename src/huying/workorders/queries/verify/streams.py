"""Everything that verification reads, order by order: server-side cursors walked side by side."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import count, groupby
from operator import itemgetter
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection
from psycopg.rows import args_row

_cursors = count(1)
_AT_ONCE = 5000


class OrderRow(NamedTuple):
    """What the order's row says now; the fields from ``state`` on are those an event may set."""

    id: int
    day: date
    title: str
    place_text: str
    registered_at: datetime
    events: int
    state: str
    round: int
    accountable: int | None
    holder: int | None
    due: datetime | None
    confidential: bool
    centre: int
    district: int | None
    kind: str
    urgency: int
    matter: int | None
    roads: list[str] | None
    difficulties: list[str] | None
    state_since: datetime

    @property
    def number(self) -> str:
        """Return the order number a person reads."""
        return f"{self.day:%Y%m%d}{self.id:06d}"


class EventRow(NamedTuple):
    """One event, as it stands in the table."""

    order_id: int
    seq: int
    action: str
    role: str
    person_id: int | None
    unit_id: int | None
    policy: str
    occurred_at: datetime
    recorded_at: datetime
    data: dict[str, Any]
    key_id: str
    mac: bytes


class TextRow(NamedTuple):
    """A text, and who erased it with whose request, if it was."""

    order_id: int
    event: int
    kind: str
    body: str
    salt: bytes | None
    is_erased: bool
    requested_by: int | None
    settled_by: int | None
    legal_basis: str | None


class FileRow(NamedTuple):
    """A picture, and who erased it with whose request, if it was."""

    order_id: int
    event: int
    file: UUID
    thumbnail: UUID
    sha256: bytes | None
    thumbnail_sha256: bytes | None
    salt: bytes | None
    is_erased: bool
    requested_by: int | None
    settled_by: int | None
    legal_basis: str | None


class ClockRow(NamedTuple):
    """A limit that runs or ran."""

    order_id: int
    stage: str
    started_at: datetime
    due_at: datetime
    stopped_at: datetime | None


class EntryRow(NamedTuple):
    """The head of the order's chain, as a seal found it."""

    order_id: int
    seal: int
    seq: int
    mac: bytes


@dataclass(frozen=True, kw_only=True, slots=True)
class Case:
    """All there is of one order; ``row`` is ``None`` if only traces of it are left."""

    id: int
    row: OrderRow | None
    events: list[EventRow]
    texts: list[TextRow]
    files: list[FileRow]
    clocks: list[ClockRow]
    entries: list[EntryRow]


_ORDERS = """
SELECT id, day, title, place_text, registered_at, events, state, round, accountable_unit_id, holder_unit_id, due_at,
    is_confidential, centre_id, district_id, kind, urgency, matter_id, open_roads,
    difficulties, state_since
FROM workorders_order ORDER BY id
"""
_EVENTS = """
SELECT order_id, seq, action, role, person_id, unit_id, policy, occurred_at, recorded_at, data, key_id, mac
FROM workorders_event ORDER BY order_id, seq
"""
_TEXTS = """
SELECT text.order_id, text.event, text.kind, text.body, text.salt, text.erased_at IS NOT NULL,
    erasure.requested_by_id, erasure.settled_by_id, erasure.legal_basis
FROM workorders_text AS text
LEFT JOIN workorders_erasure AS erasure ON erasure.text_id = text.id AND erasure.state = 'approved'
ORDER BY text.order_id, text.event, text.kind
"""
_FILES = """
SELECT picture.order_id, picture.event, picture.file, picture.thumbnail, picture.sha256, picture.thumbnail_sha256,
    picture.salt, picture.erased_at IS NOT NULL, erasure.requested_by_id, erasure.settled_by_id, erasure.legal_basis
FROM workorders_attachment AS picture
LEFT JOIN workorders_erasure AS erasure ON erasure.attachment_id = picture.id AND erasure.state = 'approved'
ORDER BY picture.order_id, picture.event, picture.place
"""
_CLOCKS = "SELECT order_id, stage, started_at, due_at, stopped_at FROM workorders_clock ORDER BY order_id, id"
_ENTRIES = "SELECT order_ref, seal_id, seq, mac FROM workorders_sealentry ORDER BY order_ref, seal_id"


def stream(query: str, parameters: Sequence[object] = (), *, row: Callable[..., Any] | None = None) -> Iterator[Any]:
    """Yield the rows of a query without holding them all; ``row`` makes each from its columns.

    Call it inside a transaction. The rows come in the database's binary form: moments in UTC, JSON as data.
    """
    connection.ensure_connection()
    name = f"huying_{next(_cursors)}"
    given = {"row_factory": args_row(row)} if row else {}
    with connection.connection.cursor(name, **given) as cursor:
        cursor.execute(query, parameters, binary=True)
        while rows := cursor.fetchmany(_AT_ONCE):
            yield from rows


def cases() -> Iterator[Case]:
    """Yield every order, also one of which only events, texts, clocks or seal entries are left, by rising id."""
    streams = [
        _by_order(stream(query, row=row))
        for query, row in (
            (_ORDERS, OrderRow),
            (_EVENTS, EventRow),
            (_TEXTS, TextRow),
            (_FILES, FileRow),
            (_CLOCKS, ClockRow),
            (_ENTRIES, EntryRow),
        )
    ]
    heads = [next(each, None) for each in streams]
    while waiting := [head[0] for head in heads if head]:
        lowest = min(waiting)
        orders, events, texts, files, clocks, entries = (
            head[1] if head and head[0] == lowest else [] for head in heads
        )
        yield Case(
            id=lowest,
            row=orders[0] if orders else None,
            events=events,
            texts=texts,
            files=files,
            clocks=clocks,
            entries=entries,
        )
        heads = [
            next(each, None) if head and head[0] == lowest else head for each, head in zip(streams, heads, strict=True)
        ]


def _by_order(rows: Iterator[Any]) -> Iterator[tuple[int, list[Any]]]:
    for order_id, group in groupby(rows, key=itemgetter(0)):
        yield order_id, list(group)
