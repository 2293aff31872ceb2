"""Import orders of the past: closed, with their own times, many at once."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection, transaction

from huying.callers.actions.record_caller import record_caller
from huying.domain import chain
from huying.domain.actors import Actor, Role
from huying.domain.errors import Invalid, NotAllowed
from huying.domain.states import FINAL
from huying.foundation import clock
from huying.foundation.commit import one_row
from huying.foundation.keyring import keys
from huying.foundation.rows import copy, next_keys
from huying.policy.queries import policy_at
from huying.workorders.choices import Part
from huying.workorders.models import Order
from huying.workorders.queries.external import is_registered, originals_by_number
from huying.workorders.queries.past import HistoricOrder, Prepared
from huying.workorders.queries.replayed_row import replayed_row

_EARLIEST = 1970
# One batch of a centre at a time: a second import of the same file waits, and then finds what is there.
_LOCK = "SELECT pg_advisory_xact_lock(hashtextextended('workorders.import_history', %s))"

_EVENT = (
    "order_id", "seq", "action", "role", "person_id", "unit_id", "policy", "occurred_at", "recorded_at", "data",
    "key_id", "mac",
)  # fmt: skip
_TEXT = ("order_id", "event", "kind", "body", "salt", "written_at")
_ASSIGNMENT = ("order_id", "unit_id", "part", "legal_basis", "assigned_at", "closed_at")


class HistoryImplausible(Invalid):
    """Times that cannot have been, or a state that is not an end."""

    code = "history_implausible"


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
    """An order and what its source said of it."""

    said: Prepared
    row: _Row


@transaction.atomic(savepoint=False)
def import_history(*, rows: Iterable[Prepared], source: str, actor: Actor, at: datetime) -> HistoryTaken:
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
        centre_id=actor.centre_id, source=source, numbers=[one.given.number for one in given if one.given.number]
    )
    policy_version_id = policy_at(centre_id=actor.centre_id, at=at).version_id
    new: list[tuple[Prepared, tuple[UUID | None, UUID | None]]] = []
    refused: dict[int, str] = {}
    for place, said in enumerate(given):
        row = said.given
        try:
            if is_registered(known, number=row.number, original=row.original):
                continue
            _check(row, at=at)
            new.append((said, _caller(row, actor)))
        except Invalid as refusal:
            refused[place] = str(refusal)
        else:
            if row.number:
                known[row.number] = row.original
    keys = next_keys(Order, len(new))
    taken = [
        _taken(said, key=key, caller=caller, source=source, version=policy_version_id, actor=actor, at=at)
        for key, (said, caller) in zip(keys, new, strict=True)
    ]
    _write(taken, actor=actor, at=at)
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
    said: Prepared,
    *,
    key: int,
    caller: tuple[UUID | None, UUID | None],
    source: str,
    version: int,
    actor: Actor,
    at: datetime,
) -> _Taken:
    given = said.given
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
    return _Taken(said=said, row=row)


def _write(taken: Sequence[_Taken], *, actor: Actor, at: datetime) -> None:
    """Copy the rows of five tables."""
    if not taken:
        return
    copy("workorders_order", _Row._fields, (one.row for one in taken))
    copy("workorders_event", _EVENT, _events(taken, actor=actor, at=at))
    copy("workorders_searchrow", ("order_id", "words"), ((one.row.id, one.said.words) for one in taken))
    copy(
        "workorders_text",
        _TEXT,
        (
            (one.row.id, 1, kind, body, salt, one.row.registered_at)
            for one in taken
            for kind, body, salt in one.said.texts
        ),
    )
    # A unit sees the orders that it has a part in.
    copy(
        "workorders_assignment",
        _ASSIGNMENT,
        (
            (row.id, row.accountable_unit_id, Part.LEAD.value, "", row.registered_at, row.state_since)
            for _, row in taken
            if row.accountable_unit_id
        ),
    )


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
        mac = chain.mac(secrets.chain_key, chain.GENESIS, link)
        yield (*link[:9], json.dumps(link.data, ensure_ascii=False), secrets.chain_key_id, mac)


def _said(one: _Taken, *, at: datetime) -> dict[str, Any]:
    """Return the data of the event: the source's times, the row, and digests of the texts."""
    said, row = one
    given = said.given
    times = {"registered": given.registered_at, "due": given.due_at, "closed": given.closed_at, "imported": at}
    chain.require_plain(given.data)
    return {
        **given.data,
        chain.TIMES: {name: chain.stamp(moment) if moment else None for name, moment in times.items()},
        chain.SET: replayed_row(row),
        chain.TEXTS: said.digests,
        chain.HEADING: said.heading,
    }
