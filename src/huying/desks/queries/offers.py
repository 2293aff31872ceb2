"""What the filters of the queue offer to choose from."""

from __future__ import annotations

from huying.catalogue.choices import CatalogueKind
from huying.catalogue.queries.matters import matters_of, version_at
from huying.domain.actors import policy_actor
from huying.foundation import clock, memory
from huying.organisation.choices import UnitKind
from huying.organisation.queries.units import units_for
from huying.policy.queries import tags_known

Offer = tuple[tuple[str, str], ...]
_NEVER_LEAD = {UnitKind.HOTLINE, UnitKind.COMMUNITY, UnitKind.GRID}


def classes_offered(*, centre_id: int) -> Offer:
    """Return code and name of the first-level classes in force."""
    version_id = version_at(centre_id=centre_id, kind=CatalogueKind.MATTERS, at=clock.now())
    matters = matters_of(version_id=version_id) if version_id else ()
    return tuple((matter.code, matter.name) for matter in matters if matter.level == 1)


def tags_offered(*, centre_id: int) -> Offer:
    """Return code and label of the tags that orders of a centre may have."""
    return tuple((tag.code, tag.label) for tag in tags_known(centre_id=centre_id, at=clock.now()))


@memory.kept_a_minute
def units_offered(*, centre_id: int) -> Offer:
    """Return id and name of the units of a centre that orders are held to."""
    units = units_for(actor=policy_actor(centre_id=centre_id, name="offers"))
    return tuple((str(unit.id), unit.name) for unit in units if unit.is_active and unit.kind not in _NEVER_LEAD)
