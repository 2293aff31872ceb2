"""Places and the chain above them."""

from __future__ import annotations

from dataclasses import dataclass

from huying.foundation import memory
from huying.organisation.models import Region, Unit


@dataclass(frozen=True, kw_only=True)
class RegionRow:
    """A place and who governs it; ``chain`` holds ids from this place to the largest."""

    id: int
    code: str
    name: str
    level: str
    parent_id: int | None
    unit_id: int | None
    chain: tuple[int, ...]
    path_text: str


@memory.kept_a_minute
def regions_of(*, centre_id: int) -> dict[int, RegionRow]:
    """Return every place of a centre by id, in the order of codes."""
    rows = {region.pk: region for region in Region.objects.filter(centre_id=centre_id).order_by("code")}
    governs = dict(
        Unit.objects.filter(centre_id=centre_id, region__isnull=False, is_active=True).values_list("region_id", "pk")
    )
    found = {}
    for row in rows.values():
        line = [row]
        while line[-1].parent_id is not None:
            line.append(rows[line[-1].parent_id])
        found[row.pk] = RegionRow(
            id=row.pk,
            code=row.code,
            name=row.name,
            level=row.level,
            parent_id=row.parent_id,
            unit_id=governs.get(row.pk),
            chain=tuple(region.pk for region in line),
            path_text="".join(region.name for region in reversed(line)),
        )
    return found
