"""Reads of conferences: on an order's page, and the ledger."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from huying.coordination.choices.conference import Outcome, Position
from huying.coordination.models import Conference, Opinion
from huying.coordination.queries.due import level_of
from huying.coordination.queries.ledger import sheet_of
from huying.domain.actors import Actor, Role
from huying.foundation.rows import Wanted, together
from huying.organisation.queries.people import person_names
from huying.organisation.queries.units import names_of
from huying.web.rows import Light
from huying.workorders.choices import TextKind
from huying.workorders.models import Order
from huying.workorders.queries.dossier import Dossier
from huying.workorders.queries.queue import Cursor
from huying.workorders.queries.visible import visible_orders

MEETS = frozenset(
    {Role.DISPATCHER, Role.ARBITER, Role.CLERK, Role.REVIEWER, Role.SUPERVISOR, Role.EVALUATOR, Role.LEADER}
)
"""Who reads the ledger of conferences."""
_OF_ORDER = (
    Wanted(model=Conference, column="order_id", by=("event",)),
    Wanted(model=Opinion, column="conference_id", by=("id",), through=(Conference, "order_id")),
)


@dataclass(frozen=True, kw_only=True)
class OpinionRow:
    """What a unit says; ``said_at`` is ``None`` while it is awaited. ``is_ours``: of the actor's unit."""

    unit_name: str
    is_ours: bool
    position: str
    position_label: str
    basis: str
    words: str
    person_name: str
    said_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class ConferenceRow:
    """A conference with its opinions; ``settled_at`` is ``None`` while it is open."""

    called_at: datetime
    due_at: datetime
    level: Light
    question: str
    opinions: tuple[OpinionRow, ...]
    settled_at: datetime | None
    outcome_label: str
    lead_name: str
    assist_names: tuple[str, ...]
    legal_basis: str
    decision: str


def panel(*, dossier: Dossier, actor: Actor, at: datetime) -> tuple[ConferenceRow, ...]:
    """Return the conferences on an order that the actor may see, oldest first; those asked see what each says."""
    if dossier.order.open_roads is None or not any(event.action == "call_conference" for event in dossier.events):
        return ()
    rows, said = together(*_OF_ORDER, value=dossier.order.pk)
    texts = dossier.bodies(TextKind.REASON, TextKind.OPINION, TextKind.DECISION)
    units = names_of(unit_ids=_units_of(rows) | {opinion.unit_id for opinion in said})
    people = person_names(person_ids={opinion.person_id for opinion in said if opinion.person_id})
    return tuple(
        ConferenceRow(
            called_at=row.called_at,
            due_at=row.due_at,
            level=_level(row, dossier.order, at),
            question=texts.get((TextKind.REASON, row.event), ""),
            opinions=tuple(
                OpinionRow(
                    unit_name=units[one.unit_id],
                    is_ours=one.unit_id == actor.unit_id,
                    position=one.position,
                    position_label=Position(one.position).label if one.position else "",
                    basis=one.basis,
                    words=texts.get((TextKind.OPINION, one.event or 0), ""),
                    person_name=people.get(one.person_id or 0, ""),
                    said_at=one.said_at,
                )
                for one in said
                if one.conference_id == row.pk
            ),
            settled_at=row.settled_at,
            outcome_label=Outcome(row.outcome).label if row.outcome else "",
            lead_name=units.get(row.lead_unit_id or 0, ""),
            assist_names=tuple(units[unit] for unit in row.assist_unit_ids),
            legal_basis=texts.get((TextKind.REASON, row.settled_event or 0), ""),
            decision=texts.get((TextKind.DECISION, row.settled_event or 0), ""),
        )
        for row in rows
    )


@dataclass(frozen=True, kw_only=True)
class Said:
    """What the actor's unit has said so far in the open conference, to be changed."""

    position: str
    basis: str
    words: str


def said_by(*, dossier: Dossier, actor: Actor) -> Said | None:
    """Return what the actor's unit said in the open conference, ``None`` before it spoke."""
    row = Opinion.objects.filter(
        conference__order=dossier.order, conference__settled_at=None, unit_id=actor.unit_id or 0, event__isnull=False
    ).first()
    if row is None or row.event is None:
        return None
    words = dossier.bodies(TextKind.OPINION).get((TextKind.OPINION, row.event), "")
    return Said(position=row.position, basis=row.basis, words=words)


@dataclass(frozen=True, kw_only=True)
class LedgerRow:
    """A conference in the ledger: who has not spoken, or what came of it."""

    number: str
    title: str
    called_at: datetime
    asked: int
    silent_names: tuple[str, ...]
    is_awaiting_us: bool
    due_at: datetime
    level: Light
    settled_at: datetime | None
    outcome_label: str
    lead_name: str


@dataclass(frozen=True, kw_only=True)
class LedgerPage:
    """A page of the ledger."""

    rows: tuple[LedgerRow, ...]
    previous: Cursor | None
    next: Cursor | None


def ledger(*, is_settled: bool, cursor: Cursor | None, actor: Actor, at: datetime) -> LedgerPage:
    """Return a page of conferences: open ones, those due first in front, or settled ones, the latest in front.

    The hotline and those who watch see those of the orders they may see, a unit those that it was asked to.
    """
    found = _visible(actor, is_settled=is_settled).select_related("order")
    by = "settled_at" if is_settled else "due_at"
    sheet = sheet_of(found, by=by, falls=is_settled, cursor=cursor)
    said = list(Opinion.objects.filter(conference__in=[row.pk for row in sheet.rows]).order_by("pk"))
    units = names_of(unit_ids=_units_of(sheet.rows) | {opinion.unit_id for opinion in said})
    rows = []
    for row in sheet.rows:
        asked = [opinion for opinion in said if opinion.conference_id == row.pk]
        silent = [opinion.unit_id for opinion in asked if opinion.said_at is None]
        rows.append(
            LedgerRow(
                number=row.order.number,
                title=row.order.title,
                called_at=row.called_at,
                asked=len(asked),
                silent_names=tuple(units[unit] for unit in silent),
                is_awaiting_us=row.settled_at is None and actor.unit_id in silent,
                due_at=row.due_at,
                level=_level(row, row.order, at),
                settled_at=row.settled_at,
                outcome_label=Outcome(row.outcome).label if row.outcome else "",
                lead_name=units.get(row.lead_unit_id or 0, ""),
            )
        )
    return LedgerPage(rows=tuple(rows), previous=sheet.previous, next=sheet.next)


def open_count(*, actor: Actor) -> int:
    """Count the open conferences that the actor may see, up to a thousand."""
    return _visible(actor, is_settled=False).values("pk")[:1000].count()


def _visible(actor: Actor, *, is_settled: bool) -> QuerySet[Conference]:
    """A conference whose order has ended without a decision is over: it stands on the order's page alone."""
    found = Conference.objects.filter(centre_id=actor.centre_id, settled_at__isnull=not is_settled)
    if not is_settled:
        found = found.filter(lapsed_at=None, order__is_open=True)
    if not actor.is_centre_wide:
        return found.filter(pk__in=Opinion.objects.filter(unit_id=actor.unit_id or 0).values("conference_id"))
    return found if actor.district_id is None else found.filter(order__in=visible_orders(actor=actor))


def _units_of(rows: Iterable[Conference]) -> set[int]:
    return {unit for row in rows for unit in (row.lead_unit_id, *row.assist_unit_ids) if unit}


def _level(row: Conference, order: Order, at: datetime) -> Light:
    return level_of(order=order, started_at=row.called_at, due_at=row.due_at, ended_at=row.settled_at, at=at)
