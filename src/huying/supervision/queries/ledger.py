"""The ledger of supervision orders (督办台账): what waits for the unit, for the check, and what is over."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.db.models import QuerySet

from huying.coordination.queries.due import level_of
from huying.coordination.queries.ledger import sheet_of
from huying.domain.actors import Actor, Role
from huying.organisation.queries.units import names_of
from huying.supervision.choices import Form, Outcome, Reason
from huying.supervision.models import SupervisionOrder
from huying.web.rows import Light
from huying.workorders.queries.queue import Cursor

READERS = frozenset({Role.SUPERVISOR, Role.LEADER, Role.EVALUATOR, Role.CLERK, Role.REVIEWER})
"""Who reads the ledger."""
_COUNTED = 1000


class Tab(StrEnum):
    """A list of the ledger. ``OVERDUE`` is part of ``ASKED``."""

    ASKED = "asked"
    OVERDUE = "overdue"
    ANSWERED = "answered"
    CLOSED = "closed"


@dataclass(frozen=True, kw_only=True)
class LedgerRow:
    """A supervision order. ``late`` of its answers came late; ``is_ours`` says that the actor's unit has to answer.

    ``closed_at`` and ``outcome_label`` are of what is over; ``level`` is then not shown.
    """

    number: str
    title: str
    unit_name: str
    reason_label: str
    form_label: str
    round: int
    late: int
    issued_at: datetime
    due_at: datetime
    level: Light
    is_ours: bool
    closed_at: datetime | None
    outcome_label: str


@dataclass(frozen=True, kw_only=True)
class LedgerPage:
    """A page of one list of the ledger."""

    rows: tuple[LedgerRow, ...]
    previous: Cursor | None
    next: Cursor | None


def ledger(*, tab: Tab, cursor: Cursor | None, actor: Actor, at: datetime) -> LedgerPage:
    """Return a page of what is open, due first in front, or of what is over, the latest in front.

    A unit gets what it has to answer itself, a district's leader what is in the district, the others the centre's.
    """
    is_over = tab is Tab.CLOSED
    found = of_tab(tab, actor, at=at).select_related("order")
    sheet = sheet_of(found, by="closed_at" if is_over else "due_at", falls=is_over, cursor=cursor)
    names = names_of(unit_ids={row.unit_id for row in sheet.rows})
    rows = tuple(
        LedgerRow(
            number=row.order.number,
            title=row.order.title,
            unit_name=names[row.unit_id],
            reason_label=Reason(row.reason).label,
            form_label=Form(row.form).label,
            round=row.round,
            late=row.late,
            issued_at=row.issued_at,
            due_at=row.due_at,
            level=level_of(
                order=row.order,
                started_at=row.answered_at or row.issued_at,
                due_at=row.due_at,
                ended_at=row.closed_at,
                at=at,
            ),
            is_ours=row.unit_id == actor.unit_id and row.answered_at is None and not is_over,
            closed_at=row.closed_at,
            outcome_label=Outcome(row.outcome).label if row.outcome else "",
        )
        for row in sheet.rows
    )
    return LedgerPage(rows=rows, previous=sheet.previous, next=sheet.next)


def open_counts(*, actor: Actor, at: datetime) -> dict[Tab, int]:
    """Count what is on each list of open ones, up to a thousand."""
    tabs = (Tab.ASKED, Tab.OVERDUE, Tab.ANSWERED)
    return {tab: of_tab(tab, actor, at=at).values("pk")[:_COUNTED].count() for tab in tabs}


def of_scope(actor: Actor) -> QuerySet[SupervisionOrder]:
    """Return the supervision orders that the actor may know of."""
    if not actor.is_centre_wide:  # a unit belongs to one centre
        return SupervisionOrder.objects.filter(unit_id=actor.unit_id or 0)
    if actor.district_id is not None:
        return SupervisionOrder.objects.filter(district_id=actor.district_id)
    return SupervisionOrder.objects.filter(centre_id=actor.centre_id)


def of_tab(tab: Tab, actor: Actor, *, at: datetime) -> QuerySet[SupervisionOrder]:
    """Return the rows of a list; those of an order that has ended are never open, and wait for no job."""
    found = of_scope(actor)
    if tab is Tab.CLOSED:
        return found.filter(closed_at__isnull=False)
    found = found.filter(closed_at=None, order__is_open=True, answered_at__isnull=tab is not Tab.ANSWERED)
    return found.filter(due_at__lt=at) if tab is Tab.OVERDUE else found
