"""Import orders of the past: closed, with their own times, many at once."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection, transaction

from huying.callers.actions.record_callers import CallerTold, record_callers
from huying.domain import chain
from huying.domain.actors import Actor, Role
from huying.domain.errors import Invalid, NotAllowed
from huying.domain.policies import OrderKind, Urgency
from huying.domain.states import FINAL, State
from huying.foundation import clock
from huying.foundation.keyring import keys
from huying.foundation.rows import copy, next_keys
from huying.policy.queries import policy_at
from huying.workorders.choices import Channel, Part, TextKind
from huying.workorders.models import Order
from huying.workorders.queries.external import is_registered, lane_of, originals_by_number
from huying.workorders.queries.replayed_row import replayed_row
from huying.workorders.queries.search_words import words_of

_EARLIEST = 1970
# One batch of a centre and lane at a time: a second import of the same file waits, and then finds what is there.
_LOCK = (
    "SELECT pg_advisory_xact_lock(hashtextextended('workorders.import_history', %s * 16 + lane))"
    " FROM unnest(%s::int[]) AS lane"
)

_EVENT = (
    "order_id", "seq", "action", "role", "person_id", "unit_id", "policy", "occurred_at", "recorded_at", "data",
    "key_id", "mac",
)  # fmt: skip
_TEXT = ("order_id", "event", "kind", "body", "salt", "written_at")
_KINDS = (TextKind.ORIGINAL.value, TextKind.TRANSFER.value, TextKind.REPLY.value)
_SALT = 16
_ASSIGNMENT = ("order_id", "unit_id", "part", "legal_basis", "assigned_at", "closed_at")


_Caller = tuple[UUID | None, UUID | None]  # identity and caller


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


class _Row(NamedTuple):
    """A row of the table of orders: a model instance would cost as much as all the rest of the row."""

    id: int
    centre_id: int
    day: date
    external_source: str
    external_no: str
    channel: str
    kind: str
    urgency: int
    title: str
    place_text: str
    region_id: int | None
    matter_id: int | None
    matter_top: str
    is_confidential: bool
    identity_id: UUID | None
    caller_id: UUID | None
    state: str
    round: int
    district_id: int | None
    accountable_unit_id: int | None
    holder_unit_id: int | None
    open_assists: int
    open_roads: None
    difficulties: None
    due_at: None
    registered_at: datetime
    state_since: datetime
    policy_version_id: int
    events: int


class _Taken(NamedTuple):
    """An order and what its source said of it; ``texts`` are kind, body and salt."""

    given: HistoricOrder
    row: _Row
    texts: list[tuple[str, str, bytes]]


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
    numbers = [row.number for row in given if row.number]
    with connection.cursor() as cursor:
        cursor.execute(_LOCK, [actor.centre_id, sorted({lane_of(number) for number in numbers})])
    known = originals_by_number(centre_id=actor.centre_id, source=source, numbers=numbers)
    policy_version_id = policy_at(centre_id=actor.centre_id, at=at).version_id
    new: list[tuple[HistoricOrder, _Caller]] = []
    refused: dict[int, str] = {}
    for places in _each_number_once(given):
        fresh = [place for place in places if _is_fresh(given[place], known, refused, place=place, at=at)]
        for place, caller in zip(fresh, _callers([given[place] for place in fresh], actor), strict=True):
            if isinstance(caller, Invalid):
                refused[place] = str(caller)
                continue
            row = given[place]
            new.append((row, caller))
            if row.number:
                known[row.number] = row.original
    keys = next_keys(Order, len(new))
    taken = [
        _taken(row, key=key, caller=caller, source=source, version=policy_version_id, actor=actor, at=at)
        for key, (row, caller) in zip(keys, new, strict=True)
    ]
    _write(taken, actor=actor, at=at)
    return HistoryTaken(accepted=len(new), already_there=len(given) - len(new) - len(refused), refused=refused)


def _each_number_once(given: Sequence[HistoricOrder]) -> Iterator[list[int]]:
    """Yield the places of rows in rounds, a number once in each: what became of the first decides on the next."""
    waiting = list(range(len(given)))
    while waiting:
        numbers: set[str] = set()
        now: list[int] = []
        later: list[int] = []
        for place in waiting:
            number = given[place].number
            (later if number and number in numbers else now).append(place)
            numbers.add(number)
        yield now
        waiting = later


def _is_fresh(
    row: HistoricOrder, known: Mapping[str, str | None], refused: dict[int, str], *, place: int, at: datetime
) -> bool:
    """Say whether a row is to be written; what cannot be taken goes to ``refused``."""
    try:
        if is_registered(known, number=row.number, original=row.original):
            return False
        _check(row, at=at)
    except Invalid as refusal:
        refused[place] = str(refusal)
        return False
    return True


def _check(row: HistoricOrder, *, at: datetime) -> None:
    if row.state not in FINAL:
        raise HistoryImplausible("来源中这件工单还没有办结，请等它办结，或用 --as new 登记。")
    if row.registered_at.year < _EARLIEST or row.registered_at > at:
        raise HistoryImplausible(f"登记时间早于 {_EARLIEST} 年或在将来，请核对。")
    if row.closed_at and not row.registered_at <= row.closed_at <= at:
        raise HistoryImplausible("办结时间早于登记时间或在将来，请核对。")


def _callers(rows: Sequence[HistoricOrder], actor: Actor) -> list[_Caller | Invalid]:
    """Keep who called, where the source tells: ids of identity and caller, or why that cannot be kept."""
    told = [
        CallerTold(phone=row.phone, name=row.name, wants_secrecy=row.is_confidential, at=row.registered_at)
        for row in rows
        if row.phone or row.name
    ]
    kept = iter(record_callers(told=told, actor=actor))
    answers: list[_Caller | Invalid] = []
    for row in rows:
        answer = next(kept) if row.phone or row.name else None
        if isinstance(answer, Invalid):
            answers.append(answer)
        else:
            answers.append((answer.id, answer.caller_id) if answer else (None, None))
    return answers


def _taken(
    given: HistoricOrder,
    *,
    key: int,
    caller: _Caller,
    source: str,
    version: int,
    actor: Actor,
    at: datetime,
) -> _Taken:
    row = _Row(
        id=key,
        centre_id=actor.centre_id,
        day=clock.day_of(given.registered_at),
        external_source=source if given.number else "",
        external_no=given.number,
        channel=given.channel.value,
        kind=given.kind.value,
        urgency=given.urgency.value,
        title=given.title,
        place_text=given.place_text,
        region_id=given.region_id,
        matter_id=given.matter_id,
        matter_top=given.matter_top,
        is_confidential=given.is_confidential,
        identity_id=caller[0],
        caller_id=caller[1],
        state=given.state.value,
        round=1,
        district_id=given.district_id,
        accountable_unit_id=given.unit_id,
        holder_unit_id=given.unit_id,
        open_assists=0,
        open_roads=None,
        difficulties=None,
        due_at=None,
        registered_at=given.registered_at,
        state_since=given.closed_at or at,
        policy_version_id=version,
        events=1,
    )
    bodies = (given.original, given.transfer or given.original, given.reply)
    salts = os.urandom(_SALT * len(bodies))
    texts = [
        (kind, body, salts[place * _SALT : (place + 1) * _SALT])
        for place, (kind, body) in enumerate(zip(_KINDS, bodies, strict=True))
        if body
    ]
    return _Taken(given=given, row=row, texts=texts)


def _write(taken: Sequence[_Taken], *, actor: Actor, at: datetime) -> None:
    """Copy the rows of five tables; what costs thought is thought while the database writes what came before."""
    if not taken:
        return
    copy("workorders_order", _Row._fields, (one.row for one in taken))
    copy("workorders_event", _EVENT, _events(taken, actor=actor, at=at))
    copy("workorders_searchrow", ("order_id", "words"), map(_search_row, taken))
    copy(
        "workorders_text",
        _TEXT,
        ((one.row.id, 1, kind, body, salt, one.row.registered_at) for one in taken for kind, body, salt in one.texts),
    )
    # A unit sees the orders that it has a part in.
    copy(
        "workorders_assignment",
        _ASSIGNMENT,
        (
            (row.id, row.accountable_unit_id, Part.LEAD.value, "", row.registered_at, row.state_since)
            for _, row, _ in taken
            if row.accountable_unit_id
        ),
    )


def _search_row(one: _Taken) -> tuple[int, str]:
    given = one.given
    words = words_of(order=one.row, transfer=given.transfer or given.original, original=given.original)
    return one.row.id, "'" + "' '".join(words) + "'" if words else ""


def _events(taken: Sequence[_Taken], *, actor: Actor, at: datetime) -> Iterator[tuple[Any, ...]]:
    secrets, recorded_at = keys(), clock.now()
    for one in taken:
        link = chain.Link(
            order_id=one.row.id,
            seq=1,
            action=chain.IMPORTED,
            role=actor.role.value,
            person_id=actor.person_id,
            unit_id=actor.unit_id,
            policy=actor.policy,
            occurred_at=one.row.registered_at,
            recorded_at=recorded_at,
            data=_said(one, at=at),
        )
        written = chain.written(link.data)
        mac = chain.mac(secrets.chain_key, chain.GENESIS, link, written=written)
        yield (*link[:9], written, secrets.chain_key_id, mac)


def _said(one: _Taken, *, at: datetime) -> dict[str, Any]:
    """Return the data of the event: the source's times, the row, and digests of the texts."""
    given, row, texts = one
    times = {"registered": given.registered_at, "due": given.due_at, "closed": given.closed_at, "imported": at}
    chain.require_plain(given.data)
    return {
        **given.data,
        chain.TIMES: {name: chain.stamp(moment) if moment else None for name, moment in times.items()},
        chain.SET: replayed_row(row),
        chain.TEXTS: {kind: chain.salted_digest(salt, body) for kind, body, salt in texts},
        chain.HEADING: chain.heading_digest(texts[0][2], title=row.title, place=row.place_text),
    }
