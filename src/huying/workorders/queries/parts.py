"""Which units take part in an order, and on what ground."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from huying.organisation.queries.units import names_of
from huying.workorders.choices import Part
from huying.workorders.queries.dossier import Dossier

# Tasks and ratings of a whistle stand with the whistle.
_ORDER = [Part.LEAD, Part.ASSIST, Part.BELOW, Part.REPORT, Part.COPY, Part.OPINION, Part.SUPERIOR]


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
    return tuple(
        PartRow(
            label=Part(row.part).label,
            is_lead=row.unit_id == dossier.order.accountable_unit_id,
            unit_name=names[row.unit_id],
            legal_basis=row.legal_basis,
            assigned_at=row.assigned_at,
            closed_at=row.closed_at,
        )
        for row in sorted(
            (row for row in dossier.assignments if row.part in _ORDER), key=lambda row: _ORDER.index(Part(row.part))
        )
    )
