"""The responsibility map: who is answerable for which place (C-23)."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from huying.domain.actors import Actor, Role
from huying.domain.errors import NotAllowed, NotFound
from huying.foundation import memory
from huying.organisation.choices import ChargeKind
from huying.organisation.models import Charge
from huying.organisation.queries.regions import RegionRow, regions_of


class RegionNotFound(NotFound):
    """No such place in the actor's centre."""

    code = "region_not_found"
    sentence = "没有找到这个地点，请核对名称或编码。"


@dataclass(frozen=True, kw_only=True)
class ChargeRow:
    """Somebody answerable for a place; ``may_remove``: the actor may take the line away."""

    id: int
    region_id: int
    place: str
    kind_label: str
    person_name: str
    post: str
    telephone: str
    may_remove: bool = False


def may_keep_place(*, region: RegionRow, actor: Actor) -> bool:
    """Say whether the actor may say who is answerable for a place.

    约定: the system administrator everywhere, a reviewer in what the own unit governs and below.
    """
    if actor.role in {Role.SYSTEM_ADMIN, Role.POLICY}:
        return True
    regions = regions_of(centre_id=actor.centre_id)
    return actor.role is Role.REVIEWER and actor.unit_id in {regions[one].unit_id for one in region.chain}


def kept_region(*, region_id: int, actor: Actor) -> RegionRow:
    """Return the place whose lines the actor may change; raises ``RegionNotFound``, ``NotAllowed``."""
    region = regions_of(centre_id=actor.centre_id).get(region_id)
    if region is None:
        raise RegionNotFound
    if not may_keep_place(region=region, actor=actor):
        raise NotAllowed("包片责任由管辖这个地点的单位的承办审核员或系统管理员维护。")
    return region


def places_named(*, words: str, actor: Actor) -> tuple[RegionRow, ...]:
    """Return the places of this code or name; else those whose full name holds the words."""
    rows = regions_of(centre_id=actor.centre_id).values()
    exact = [row for row in rows if words in {row.code, row.name, row.path_text}]
    return tuple(exact or (row for row in rows if words in row.path_text))


def charges(*, words: str, actor: Actor) -> tuple[ChargeRow, ...]:
    """Return the lines of the actor's centre by place, cut to places, people or posts that hold the words."""
    regions = regions_of(centre_id=actor.centre_id)
    found = Charge.objects.filter(region__centre_id=actor.centre_id).order_by("region__code", "kind", "id")
    rows = [_row(row, regions[row.region_id], actor) for row in found if row.region_id in regions]
    return tuple(row for row in rows if words in f"{row.place} {row.person_name} {row.post}")


def charges_for(*, region_id: int | None, centre_id: int) -> tuple[ChargeRow, ...]:
    """Return who is answerable for a place and for those above it, the nearest first; as of this minute."""
    region = regions_of(centre_id=centre_id).get(region_id or 0)
    if region is None:
        return ()
    by_region = _by_region(centre_id=centre_id)
    return tuple(row for one in region.chain for row in by_region.get(one, ()))


@memory.kept_a_minute
def _by_region(*, centre_id: int) -> dict[int, list[ChargeRow]]:
    regions = regions_of(centre_id=centre_id)
    found: defaultdict[int, list[ChargeRow]] = defaultdict(list)
    for row in Charge.objects.filter(region__centre_id=centre_id).order_by("kind", "id"):
        if row.region_id in regions:
            found[row.region_id].append(_row(row, regions[row.region_id], None))
    return dict(found)


def _row(row: Charge, region: RegionRow, actor: Actor | None) -> ChargeRow:
    return ChargeRow(
        id=row.pk,
        region_id=row.region_id,
        place=region.path_text,
        kind_label=ChargeKind(row.kind).label,
        person_name=row.person_name,
        post=row.post,
        telephone=row.telephone,
        may_remove=actor is not None and may_keep_place(region=region, actor=actor),
    )
