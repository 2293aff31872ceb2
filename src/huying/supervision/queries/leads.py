"""Replies in which something may be wrong (线索), the newest in front."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from huying.coordination.queries.ledger import sheet_of
from huying.domain.actors import Actor, Role
from huying.organisation.queries.units import names_of
from huying.supervision.choices import Fault
from huying.supervision.models import ReplyLead
from huying.workorders.choices import TextKind
from huying.workorders.models import Text
from huying.workorders.queries.queue import Cursor

LEAD_READERS = frozenset({Role.SUPERVISOR, Role.LEADER, Role.EVALUATOR})
"""Who reads leads: those who watch, never another unit."""


@dataclass(frozen=True, kw_only=True)
class LeadRow:
    """A reply with a fault. ``quote`` is what shows it, empty where the reply was erased by law."""

    number: str
    title: str
    unit_name: str
    fault_label: str
    quote: str
    found_at: datetime


@dataclass(frozen=True, kw_only=True)
class LeadPage:
    """A page of the list."""

    rows: tuple[LeadRow, ...]
    previous: Cursor | None
    next: Cursor | None


def leads(*, fault: Fault, unit_id: int | None, cursor: Cursor | None, actor: Actor) -> LeadPage:
    """Return a page of the replies with a fault, of all units or of one.

    A district's leader gets the district's, the others the centre's.
    """
    sheet = sheet_of(
        leads_of(fault=fault, unit_id=unit_id, actor=actor).select_related("order"),
        by="found_at",
        falls=True,
        cursor=cursor,
    )
    names = names_of(unit_ids={row.unit_id for row in sheet.rows})
    texts = Text.objects.filter(order_id__in={row.order_id for row in sheet.rows}, kind=TextKind.REPLY)
    words = {(text.order_id, text.event): text.body for text in texts}
    rows = tuple(
        LeadRow(
            number=row.order.number,
            title=row.order.title,
            unit_name=names[row.unit_id],
            fault_label=Fault(row.fault).label,
            quote=words.get((row.order_id, row.event), "")[row.first : row.beyond],
            found_at=row.found_at,
        )
        for row in sheet.rows
    )
    return LeadPage(rows=rows, previous=sheet.previous, next=sheet.next)


def leads_of(*, fault: Fault, unit_id: int | None, actor: Actor) -> QuerySet[ReplyLead]:
    """Return the leads of a fault that the actor may know of."""
    found = ReplyLead.objects.filter(centre_id=actor.centre_id, fault=fault)
    if not actor.is_centre_wide:  # a unit is not told whom the supervisors look at
        return found.none()
    if actor.district_id is not None:
        found = found.filter(district_id=actor.district_id)
    return found.filter(unit_id=unit_id) if unit_id else found
