"""Who may lead an order, and who gets a copy of what goes to a unit."""

from __future__ import annotations

from huying.dispatch.choices import ReturnState
from huying.dispatch.models import ReturnRequest
from huying.domain.routing import PlaceLevel, Suggestion, is_pushed_down
from huying.organisation.choices import Level, UnitKind
from huying.organisation.queries.units import UnitRow, active_units

MAY_NOT_LEAD = {UnitKind.COMMUNITY, UnitKind.GRID, UnitKind.HOTLINE}
"""依据: 条例 art 17: a community helps; the hotline sends on."""


def copied_to(*, lead: UnitRow) -> list[int]:
    """Return the district that gets a copy of what goes straight to one of its streets. 依据: 条例 art 12 (一)."""
    below = lead.level in {Level.STREET, Level.COMMUNITY, Level.GRID}
    return [lead.district_id] if below and lead.district_id not in {None, lead.id} else []


def possible_leads(*, order_id: int, centre_id: int, listed: Suggestion) -> dict[int, UnitRow]:
    """Return by id the units that an order may be sent to without a word of explanation.

    Left out: what is closed or may never lead, who lost this very order by a return that was granted, and a street
    where the duty list names a bureau (不得下推), as ``assign_unit`` refuses it.
    """
    settled = ReturnRequest.objects.filter(order_id=order_id, state__in=[ReturnState.GRANTED, ReturnState.RULED])
    gone = {unit for unit, found in settled.values_list("unit_id", "found_unit_id") if unit != found}
    units = {unit.id: unit for unit in active_units(centre_id=centre_id)}
    possible = {key: unit for key, unit in units.items() if unit.kind not in MAY_NOT_LEAD and key not in gone}
    if named := possible.get(listed.lead_unit_id or 0):
        return {key: unit for key, unit in possible.items() if not _is_pushed_down(listed, named=named, chosen=unit)}
    return possible


def _is_pushed_down(listed: Suggestion, *, named: UnitRow, chosen: UnitRow) -> bool:
    return is_pushed_down(ground=listed.ground, named=PlaceLevel(named.level), chosen=PlaceLevel(chosen.level))
