"""Import orders of the past: closed, with their own times, many at once."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction

from huying.callers.actions.record_caller import record_caller
from huying.domain import chain
from huying.domain.actors import Actor, Role
from huying.domain.errors import Invalid, NotAllowed
from huying.domain.policies import OrderKind, Urgency
from huying.domain.states import FINAL, State
from huying.foundation import clock
from huying.foundation.commit import one_row
from huying.foundation.rows import copy, next_keys
from huying.policy.queries import policy_at
from huying.workorders.choices import Channel, Part, TextKind
from huying.workorders.models import Order
from huying.workorders.queries.external import is_registered, originals_by_number
from huying.workorders.queries.replayed_row import replayed_row
from huying.workorders.queries.search_words import words_of

_EARLIEST = 1970
# One batch of a centre at a time: a second import of the same file waits, and then finds what is there.
_LOCK = "SELECT pg_advisory_xact_lock(hashtextextended('workorders.import_history', %s))"

_ORDER = (
    "id", "centre_id", "day", "external_source", "external_no", "channel", "kind", "urgency", "title", "place_text",
    "region_id", "matter_id", "matter_top", "is_confidential", "identity_id", "caller_id", "state", "round",
    "district_id", "accountable_unit_id", "holder_unit_id", "open_assists", "registered_at", "state_since",
    "policy_version_id", "events",
)  # fmt: skip
_EVENT = (
    "order_id", "seq", "action", "role", "person_id", "unit_id", "policy", "occurred_at", "recorded_at", "data",
    "key_id", "mac",
)  # fmt: skip
_TEXT = ("order_id", "event", "kind", "body", "salt", "written_at")
_ASSIGNMENT = ("order_id", "unit_id", "part", "legal_basis", "assigned_at", "closed_at")


class HistoryImplausible(Invalid):
    """Times that cannot have been, or a state that is not an end."""

    code = "history_implausible"


@dataclass(frozen=True, kw_only=True, slots=True)
class HistoricOrder:
    """A demand of the past with its end.

    ``registered_at``, ``due_at`` and ``closed_at`` are the source's own; where it does not say when the order was
    closed, ``None``. ``reply`` is what was answered. ``district_id`` is the district above ``unit_id``.
    ``data`` goes into the event: codes and ids only.
    """

    number: str
    channel: Channel
    kind: OrderKind
    urgency: Urgency
    title: str
    original: str
    registered_at: datetime
    closed_at: datetime | None
    state: State = State.CLOSED
    transfer: str = ""
    reply: str = ""
    due_at: datetime | None = None
    place_text: str = ""
    region_id: int | None = None
    matter_id: int | None = None
    matter_top: str = ""
    unit_id: int | None = None
    district_id: int | None = None
    is_confidential: bool = False
    phone: str = ""
    name: str = ""
    data: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class HistoryTaken:
    """What became of the rows of one call: ``refused`` holds their places, from 0, and why."""

    accepted: int
    already_there: int
    refused: Mapping[int, str]


class _Taken(NamedTuple):
    """An order with what stands beside it, ready to be written."""

    order: Order
    texts: list[tuple[str, str, bytes]]
    data: dict[str, Any]
    words: list[str]


@transaction.atomic(savepoint=False)
def import_history(*, rows: Iterable[HistoricOrder], source: str, actor: Actor, at: datetime) -> HistoryTaken:
    """Write orders of the actor's centre as they were, by COPY: some thousand at a call, one call a commit.

    Each has one event, ``imported``: it occurred when the source registered the demand and was recorded ``at``;
    its data hold the source's times. No clock, no job and no notice comes of it. A row whose ``number`` is there
    from this ``source`` is left out; without a number it is always new. What cannot be taken is refused by itself.
    约定: number and day are those of the source's registration; where nobody says when an order was closed it
    counts as closed ``at``; the policy is that of the import.

    Raises:
        NotAllowed, and ``IntegrityError`` or ``DataError`` for what only the database refuses: then nothing is
        written, and fewer rows at a time find out which.

    """
    if actor.role is not Role.POLICY:
        raise NotAllowed
    given = list(rows)
    with connection.cursor() as cursor:
        cursor.execute(_LOCK, [actor.centre_id])
    known = originals_by_number(
        centre_id=actor.centre_id, source=source, numbers=[row.number for row in given if row.number]
    )
    policy_version_id = policy_at(centre_id=actor.centre_id, at=at).version_id
    new: list[tuple[HistoricOrder, tuple[UUID | None, UUID | None]]] = []
    refused: dict[int, str] = {}
    for place, row in enumerate(given):
        try:
            if is_registered(known, number=row.number, original=row.original):
                continue
            _check(row, at=at)
            new.append((row, _caller(row, actor)))
        except Invalid as refusal:
            refused[place] = str(refusal)
        else:
            if row.number:
                known[row.number] = row.original
    keys = next_keys(Order, len(new))
    taken = [
        _taken(row, key=key, caller=caller, source=source, version=policy_version_id, actor=actor, at=at)
        for key, (row, caller) in zip(keys, new, strict=True)
    ]
    _write(taken, actor=actor)
    return HistoryTaken(accepted=len(new), already_there=len(given) - len(new) - len(refused), refused=refused)


def _check(row: HistoricOrder, *, at: datetime) -> None:
    if row.state not in FINAL:
        raise HistoryImplausible("来源中这件工单还没有办结，请等它办结，或用 --as new 登记。")
    if row.registered_at.year < _EARLIEST or row.registered_at > at:
        raise HistoryImplausible(f"登记时间早于 {_EARLIEST} 年或在将来，请核对。")
    if row.closed_at and not row.registered_at <= row.closed_at <= at:
        raise HistoryImplausible("办结时间早于登记时间或在将来，请核对。")


def _caller(row: HistoricOrder, actor: Actor) -> tuple[UUID | None, UUID | None]:
    """Keep who called, where the source tells; return the ids of identity and caller."""
    if not (row.phone or row.name):
        return None, None
    with one_row():  # its refusal leaves the other rows
        kept = record_caller(
            phone=row.phone or None,
            name=row.name,
            id_number="",
            home_address="",
            wants_secrecy=row.is_confidential,
            actor=actor,
            at=row.registered_at,
        )
    return kept.id, kept.caller_id


def _taken(
    row: HistoricOrder,
    *,
    key: int,
    caller: tuple[UUID | None, UUID | None],
    source: str,
    version: int,
    actor: Actor,
    at: datetime,
) -> _Taken:
    order = Order(
        id=key,
        centre_id=actor.centre_id,
        day=clock.day_of(row.registered_at),
        external_source=source if row.number else "",
        external_no=row.number,
        channel=row.channel,
        kind=row.kind.value,
        urgency=int(row.urgency),
        title=row.title,
        place_text=row.place_text,
        region_id=row.region_id,
        matter_id=row.matter_id,
        matter_top=row.matter_top,
        is_confidential=row.is_confidential,
        identity_id=caller[0],
        caller_id=caller[1],
        state=row.state.value,
        district_id=row.district_id,
        accountable_unit_id=row.unit_id,
        holder_unit_id=row.unit_id,
        registered_at=row.registered_at,
        state_since=row.closed_at or at,
        policy_version_id=version,
        events=1,
    )
    bodies = {
        TextKind.ORIGINAL: row.original,
        TextKind.TRANSFER: row.transfer or row.original,
        TextKind.REPLY: row.reply,
    }
    texts = [(kind.value, body, os.urandom(16)) for kind, body in bodies.items() if body]
    times = {"registered": row.registered_at, "due": row.due_at, "closed": row.closed_at}
    chain.require_plain(row.data)
    data = {
        **row.data,
        chain.TIMES: {name: chain.stamp(moment) if moment else None for name, moment in times.items()},
        chain.SET: replayed_row(order),
        chain.TEXTS: {kind: chain.salted_digest(salt, body) for kind, body, salt in texts},
        chain.HEADING: chain.heading_digest(texts[0][2], title=order.title, place=order.place_text),
    }
    words = words_of(order=order, transfer=bodies[TextKind.TRANSFER], original=row.original)
    return _Taken(order=order, texts=texts, data=data, words=words)


def _write(taken: Sequence[_Taken], *, actor: Actor) -> None:
    if not taken:
        return
    copy("workorders_order", _ORDER, ([getattr(one.order, name) for name in _ORDER] for one in taken))
    copy("workorders_event", _EVENT, _events(taken, actor=actor, recorded_at=clock.now()))
    copy(
        "workorders_text",
        _TEXT,
        (
            (one.order.pk, 1, kind, body, salt, one.order.registered_at)
            for one in taken
            for kind, body, salt in one.texts
        ),
    )
    copy(
        "workorders_searchrow",
        ("order_id", "words"),
        ((one.order.pk, " ".join(f"'{word}'" for word in one.words)) for one in taken),
    )
    # A unit sees the orders that it has a part in.
    copy(
        "workorders_assignment",
        _ASSIGNMENT,
        (
            (
                one.order.pk,
                one.order.accountable_unit_id,
                Part.LEAD.value,
                "",
                one.order.registered_at,
                one.order.state_since,
            )
            for one in taken
            if one.order.accountable_unit_id
        ),
    )


def _events(taken: Sequence[_Taken], *, actor: Actor, recorded_at: datetime) -> Iterator[tuple[Any, ...]]:
    secrets = settings.HUYING_SECRETS
    for one in taken:
        link = chain.Link(
            order_id=one.order.pk,
            seq=1,
            action=chain.IMPORTED,
            role=actor.role.value,
            person_id=actor.person_id,
            unit_id=actor.unit_id,
            policy=actor.policy,
            occurred_at=one.order.registered_at,
            recorded_at=recorded_at,
            data=one.data,
        )
        mac = chain.mac(secrets.chain_key, chain.GENESIS, link)
        data = json.dumps(one.data, ensure_ascii=False)
        yield (*link[:9], data, secrets.chain_key_id, mac)
