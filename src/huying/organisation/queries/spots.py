"""点位: roads, estates and landmarks of a city, by the names people use (Q-07)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from huying.domain.actors import Actor
from huying.domain.errors import NotFound
from huying.organisation.choices import SpotKind
from huying.organisation.models import Spot
from huying.organisation.queries.regions import RegionRow, regions_of

SPOT_COLUMNS = ("地点编码", "地点", "类别", "名称", "别名")
# Between the names in one cell of a table.
BETWEEN = "、"


class SpotNotFound(NotFound):
    """No such spot in the actor's centre."""

    code = "spot_not_found"
    sentence = "没有找到这个点位，可能已经删除，请刷新后核对。"


@dataclass(frozen=True, kw_only=True)
class SpotRow:
    """A spot and the place it lies in."""

    id: int
    region_code: str
    place: str
    kind_label: str
    name: str
    aliases: tuple[str, ...]


def spots(*, words: str = "", actor: Actor) -> tuple[SpotRow, ...]:
    """Return the spots of the actor's centre by place, cut to those whose place or names hold the words."""
    regions = regions_of(centre_id=actor.centre_id)
    found = Spot.objects.filter(region__centre_id=actor.centre_id).order_by("region__code", "kind", "name")
    rows = (_row(spot, regions[spot.region_id]) for spot in found if spot.region_id in regions)
    return tuple(row for row in rows if words in f"{row.place} {row.name} {BETWEEN.join(row.aliases)}")


def spot_table(*, actor: Actor) -> Iterator[tuple[str, ...]]:
    """Yield the spots as ``import_spots`` reads them back, their head first."""
    yield SPOT_COLUMNS
    for row in spots(actor=actor):
        yield (row.region_code, row.place, row.kind_label, row.name, BETWEEN.join(row.aliases))


def _row(spot: Spot, region: RegionRow) -> SpotRow:
    return SpotRow(
        id=spot.pk,
        region_code=region.code,
        place=region.path_text,
        kind_label=str(SpotKind(spot.kind).label),
        name=spot.name,
        aliases=tuple(spot.aliases),
    )
