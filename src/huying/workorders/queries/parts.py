"""Which units take part in an order, and on what ground."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from huying.organisation.queries.units import names_of
from huying.workorders.choices import Part
from huying.workorders.queries.dossier import Dossier

# Tasks and ratings of a whistle stand with the whistle.
_ORDER = [Part.LEAD, Part.ASSIST, Part.BELOW, Part.REPORT, Part.COPY, Part.OPINION, Part.SUPERIOR]
# It returned the order, or another was named in its place.
_PAST_LEAD = "原主办"


@dataclass(frozen=True, kw_only=True)
class PartRow:
    """A unit's part in an order; ``closed_at`` is ``None`` while the unit is held to it."""

    label: str
    is_lead: bool
    unit_name: str
    legal_basis: str
    assigned_at: datetime
    closed_at: datetime | None


def parts_of(*, dossier: Dossier) -> tuple[PartRow, ...]:
    """Return the units that take part in an order that the actor may see, lead first, those who only read last."""
    names = names_of(unit_ids={row.unit_id for row in dossier.assignments})
    leads = [row.pk for row in dossier.assignments if row.part == Part.LEAD]
    lead = leads[-1] if leads and dossier.order.accountable_unit_id else None
    return tuple(
        PartRow(
            label=_PAST_LEAD if row.part == Part.LEAD and row.pk != lead else Part(row.part).label,
            is_lead=row.pk == lead,
            unit_name=names[row.unit_id],
            legal_basis=row.legal_basis,
            assigned_at=row.assigned_at,
            closed_at=row.closed_at,
        )
        for row in sorted(
            (row for row in dossier.assignments if row.part in _ORDER), key=lambda row: _ORDER.index(Part(row.part))
        )
    )
