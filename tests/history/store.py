"""What tests of the history do to a store, and how they look at it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Self

import psycopg
from django.conf import settings
from psycopg import sql

from huying.domain import chain
from huying.foundation.commit import one_commit
from huying.workorders.actions.seal_history import seal_history
from huying.workorders.models import Event, Order, Seal
from huying.workorders.queries.verify.findings import Report
from huying.workorders.queries.verify.keys import keys_of
from huying.workorders.queries.verify.whole import verify_history
from tests.cast import MONDAY, Cast, create_cast
from tests.factories.workorders import create_order
from tests.walk import HOUR, assigned, awaiting_followup, fresh

TABLES = (
    "workorders_order",
    "workorders_event",
    "workorders_text",
    "workorders_attachment",
    "workorders_clock",
    "workorders_assignment",
    "workorders_contact",
    "workorders_reply",
    "workorders_searchrow",
    "workorders_erasure",
    "workorders_hold",
    "workorders_merge",
    "intake_urge",
    "records_retentionrule",
    "callers_caller",
    "callers_identity",
    "workorders_seal",
    "workorders_sealentry",
)


@dataclass(frozen=True, kw_only=True)
class History:
    """``long`` waits for its follow-up, ``sent`` is with a street, ``new`` was just registered."""

    cast: Cast
    long: Order
    sent: Order
    new: Order


def lay_history() -> History:
    """Make three orders; the first seal sees two of them, the second all."""
    with one_commit():
        cast = create_cast()
        long, sent = awaiting_followup(cast), assigned(cast)
    seal(at=MONDAY + 8 * HOUR)
    with one_commit():
        new = create_order(operator=cast.operator, at=MONDAY + 9 * HOUR, title="路灯不亮")
    seal(at=MONDAY + 9 * HOUR)
    return History(cast=cast, long=long, sent=sent, new=fresh(new))


def seal(*, at: datetime) -> Seal:
    """Seal in a transaction of its own."""
    with one_commit():
        return seal_history(at=at)


def verified(*, copies: Sequence[Path] = (), retired: Sequence[bytes] = ()) -> Report:
    """Verify with this installation's keys and seal file."""
    keys = keys_of(settings.HUYING_SECRETS, retired=retired)
    return verify_history(keys=keys, own_file=settings.HUYING_SEAL_FILE, copies=copies)


def found(**given: Any) -> list[tuple[str, str | None]]:
    """Verify and return code and order of each finding."""
    return [(each.code, each.order) for each in verified(**given).findings]


class SuperUser:
    """The superuser of the database, triggers off: may do everything, and has no key."""

    def __init__(self, connection: psycopg.Connection[Any]) -> None:
        self.connection = connection

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.connection.close()

    def run(self, statement: str, *parameters: object) -> int:
        """Run a statement that must touch a row; return how many it did."""
        done = self.connection.execute(statement.encode(), parameters)
        assert done.rowcount, f"touched nothing: {statement}"
        return done.rowcount

    def remember(self, backup: str) -> None:
        """Keep a copy of the tables, as a backup does."""
        self.connection.execute(sql.SQL("CREATE SCHEMA {}").format(sql.Identifier(backup)))
        for table in TABLES:
            copy, name = sql.Identifier(backup, table), sql.Identifier(table)
            self.connection.execute(sql.SQL("CREATE TABLE {} AS TABLE {}").format(copy, name))

    def put_back(self, backup: str, *, tables: Sequence[str] = TABLES) -> None:
        """Put remembered tables back."""
        for table in tables:
            columns = [
                sql.Identifier(column)
                for (column,) in self.connection.execute(
                    "SELECT attname::text FROM pg_attribute"
                    " WHERE attrelid = %s::regclass AND attnum > 0 AND attgenerated = '' AND NOT attisdropped",
                    [table],
                )
            ]
            copy, name = sql.Identifier(backup, table), sql.Identifier(table)
            listed = sql.SQL(", ").join(columns)
            self.connection.execute(sql.SQL("DELETE FROM {}").format(name))
            self.connection.execute(sql.SQL("INSERT INTO {} ({}) SELECT {} FROM {}").format(name, listed, listed, copy))

    def rehash(self, order: Order, *, key: bytes) -> None:
        """Compute the whole chain of an order anew, as a thief of the chain key can."""
        previous = chain.GENESIS
        for event in Event.objects.filter(order=order).order_by("seq"):
            link = chain.Link._make(getattr(event, name) for name in chain.Link._fields)
            previous = chain.mac(key, previous, link)
            self.run("UPDATE workorders_event SET mac = %s WHERE id = %s", previous, event.pk)
