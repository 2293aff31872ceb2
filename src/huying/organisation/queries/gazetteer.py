"""The gazetteer of a centre: its regions and spots, found in texts, and the unit that answers for each place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from huying.domain.routing import Place, PlaceLevel, suggest
from huying.foundation import memory
from huying.language.reading import Gazetteer, Known, PlaceKind, PlaceRead
from huying.organisation.models import Spot
from huying.organisation.queries.regions import RegionRow, regions_of
from huying.organisation.queries.units import names_of


@dataclass(frozen=True, kw_only=True)
class PlaceAnswer:
    """A place as a text names it, and who answers for it: empty where the city does not know the place.

    ``chain`` holds its regions, the smallest first; ``may_be`` names the places it may be, where several are called so.
    """

    words: str
    chain: tuple[int, ...]
    path_text: str
    unit_id: int | None
    unit_name: str
    may_be: tuple[str, ...]


@memory.kept_a_minute
def gazetteer_of(*, centre_id: int) -> Gazetteer:
    """Return the names of a centre's regions and spots, to be looked up in texts.

    A change is seen at once by the process that wrote it, by others within a minute.
    """
    regions = regions_of(centre_id=centre_id)
    known = [Known(kind=PlaceKind(row.level), name=row.name, chain=row.chain) for row in regions.values()]
    for spot in Spot.objects.filter(region__centre_id=centre_id).order_by("pk"):
        if spot.region_id in regions:
            chain = regions[spot.region_id].chain
            known.append(Known(kind=PlaceKind(spot.kind), name=spot.name, chain=chain, aliases=tuple(spot.aliases)))
    return Gazetteer(known)


def places_answered(*, places: Sequence[PlaceRead], centre_id: int) -> tuple[PlaceAnswer, ...]:
    """Return the places that were read, each once, with the unit that answers for it.

    依据: 条例 art 11 (属地管理), art 12 (一) (二): the street, else the district; art 17: never the community.
    """
    regions = regions_of(centre_id=centre_id)
    rows = {
        place.words: (place, regions.get(place.chain[0]) if place.chain else None)
        for place in sorted(places, key=lambda place: len(place.chain))
    }
    units = {words: _answering(row, regions) for words, (_, row) in rows.items()}
    names = names_of(unit_ids={unit for unit in units.values() if unit})
    order = dict.fromkeys(place.words for place in places)
    return tuple(
        PlaceAnswer(
            words=words,
            chain=row.chain if row else (),
            path_text=row.path_text if row else "",
            unit_id=units[words],
            unit_name=names.get(units[words] or 0, ""),
            may_be=_may_be(place, regions),
        )
        for words in order
        for place, row in [rows[words]]
    )


def place_chain(*, region: RegionRow | None, centre_id: int) -> tuple[Place, ...]:
    """Return a region and those above it as the rules of dispatch take them, the smallest first."""
    return _chain(region, regions_of(centre_id=centre_id))


def _chain(region: RegionRow | None, regions: dict[int, RegionRow]) -> tuple[Place, ...]:
    above = [regions[one] for one in region.chain] if region else []
    return tuple(Place(id=row.id, name=row.name, level=PlaceLevel(row.level), unit_id=row.unit_id) for row in above)


def _answering(region: RegionRow | None, regions: dict[int, RegionRow]) -> int | None:
    return suggest(matter_path=(), place_chain=_chain(region, regions), duties=()).lead_unit_id


def _may_be(place: PlaceRead, regions: dict[int, RegionRow]) -> tuple[str, ...]:
    paths = {regions[one.chain[0]].path_text: None for one in place.candidates if one.chain[0] in regions}
    return tuple(paths)
