"""Who gets a copy of what goes to a unit."""

from __future__ import annotations

from huying.organisation.choices import Level
from huying.organisation.queries.units import UnitRow


def copied_to(*, lead: UnitRow) -> list[int]:
    """Return the district that gets a copy of what goes straight to one of its streets. 依据: 条例 art 12 (一)."""
    below = lead.level in {Level.STREET, Level.COMMUNITY, Level.GRID}
    return [lead.district_id] if below and lead.district_id not in {None, lead.id} else []
