"""Which units take part in an order, and on what ground."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from huying.domain.guards import OrderFacts
from huying.workorders.choices import Part
from huying.workorders.models import Assignment


@dataclass(frozen=True, kw_only=True)
class PartRow:
    """A unit's part in an order; ``closed_at`` is ``None`` while the unit is held to it."""

    label: str
    is_lead: bool
    unit_name: str
    legal_basis: str
    assigned_at: datetime
    closed_at: datetime | None


def parts_of(*, order: OrderFacts) -> tuple[PartRow, ...]:
    """Return the lead and assisting units of an order that the actor may see, lead first; one query."""
    columns = ("part", "unit__name", "legal_basis", "assigned_at", "closed_at")
    rows = Assignment.objects.filter(order_id=order.id).select_related("unit").only(*columns).order_by("-part", "pk")
    return tuple(
        PartRow(
            label=Part(row.part).label,
            is_lead=row.unit_id == order.accountable_unit_id,
            unit_name=row.unit.name,
            legal_basis=row.legal_basis,
            assigned_at=row.assigned_at,
            closed_at=row.closed_at,
        )
        for row in rows
    )
