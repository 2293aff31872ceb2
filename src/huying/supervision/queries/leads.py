"""Replies in which something may be wrong (线索), the newest in front."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Q, QuerySet

from huying.coordination.queries.ledger import sheet_of
from huying.domain.actors import Actor, Role
from huying.organisation.queries.people import person_names
from huying.organisation.queries.units import names_of
from huying.supervision.choices import Fault, LeadState
from huying.supervision.models import ReplyLead
from huying.workorders.choices import TextKind
from huying.workorders.models import Text
from huying.workorders.queries.queue import Cursor

LEAD_READERS = frozenset({Role.SUPERVISOR, Role.LEADER, Role.EVALUATOR})
"""Who reads leads: those who watch, never another unit."""
LEAD_SETTLERS = frozenset({Role.SUPERVISOR, Role.LEADER})
"""约定: who says whether a reply is at fault: those who may supervise its unit."""
_FIGURES_OF = timedelta(days=90)


@dataclass(frozen=True, kw_only=True)
class LeadRow:
    """A reply with a fault. ``quote`` is what shows it, empty where the reply was erased by law.

    ``settled_by`` is empty and ``settled_at`` is ``None`` while nobody has looked at it.
    """

    id: int
    number: str
    title: str
    unit_name: str
    fault_label: str
    quote: str
    found_at: datetime
    state: LeadState
    state_label: str
    settled_by: str
    settled_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class LeadPage:
    """A page of the list."""

    rows: tuple[LeadRow, ...]
    previous: Cursor | None
    next: Cursor | None


@dataclass(frozen=True, kw_only=True)
class LeadFigures:
    """Of the replies with a fault in the last 90 days: how many a person has looked at, and found at fault."""

    settled: int
    confirmed: int


def leads(
    *, fault: Fault | None, state: LeadState, unit_id: int | None, cursor: Cursor | None, actor: Actor
) -> LeadPage:
    """Return a page of the replies with a fault that stand so, of all faults and units or of one.

    A district's leader gets the district's, the others the centre's.
    """
    sheet = sheet_of(
        _leads_of(fault=fault, unit_id=unit_id, actor=actor).filter(state=state).select_related("order"),
        by="found_at",
        falls=True,
        cursor=cursor,
    )
    names = names_of(unit_ids={row.unit_id for row in sheet.rows})
    people = person_names(person_ids={row.settled_by_id for row in sheet.rows if row.settled_by_id})
    texts = Text.objects.filter(order_id__in={row.order_id for row in sheet.rows}, kind=TextKind.REPLY)
    words = {(text.order_id, text.event): text.body for text in texts}
    rows = tuple(
        LeadRow(
            id=row.pk,
            number=row.order.number,
            title=row.order.title,
            unit_name=names[row.unit_id],
            fault_label=Fault(row.fault).label,
            quote=words.get((row.order_id, row.event), "")[row.first : row.beyond],
            found_at=row.found_at,
            state=LeadState(row.state),
            state_label=LeadState(row.state).label,
            settled_by=people.get(row.settled_by_id or 0, ""),
            settled_at=row.settled_at,
        )
        for row in sheet.rows
    )
    return LeadPage(rows=rows, previous=sheet.previous, next=sheet.next)


def lead_counts(*, state: LeadState, unit_id: int | None, actor: Actor) -> dict[Fault, int]:
    """Return how many replies stand so by their fault, so that no kind is overlooked; a fault of none is not there."""
    found = _leads_of(fault=None, unit_id=unit_id, actor=actor).filter(state=state)
    counted = found.values("fault").annotate(count=Count("pk")).values_list("fault", "count")
    return {Fault(fault): count for fault, count in counted}


def lead_figures(*, fault: Fault | None, unit_id: int | None, actor: Actor, at: datetime) -> LeadFigures:
    """Return how often people found what the rule had found."""
    recent = _leads_of(fault=fault, unit_id=unit_id, actor=actor).filter(found_at__gt=at - _FIGURES_OF)
    return LeadFigures(
        **recent.aggregate(
            settled=Count("pk", filter=~Q(state=LeadState.OPEN)),
            confirmed=Count("pk", filter=Q(state=LeadState.CONFIRMED)),
        )
    )


def known_leads(*, actor: Actor) -> QuerySet[ReplyLead]:
    """Return the leads that the actor may know of."""
    found = ReplyLead.objects.filter(centre_id=actor.centre_id)
    if not actor.is_centre_wide:  # a unit is not told whom the supervisors look at
        return found.none()
    return found if actor.district_id is None else found.filter(district_id=actor.district_id)


def _leads_of(*, fault: Fault | None, unit_id: int | None, actor: Actor) -> QuerySet[ReplyLead]:
    # All are named, so that the indexes that begin with whose and which still serve.
    found = known_leads(actor=actor).filter(fault__in=[fault] if fault else Fault.values)
    return found.filter(unit_id=unit_id) if unit_id else found
