"""One line of the duty list in words: matter and place by name, who leads, who assists, why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from huying.catalogue.choices import CatalogueKind
from huying.catalogue.queries.duties import duties_of
from huying.catalogue.queries.matters import matters_of
from huying.catalogue.queries.shown import version_now
from huying.domain.actors import Actor
from huying.domain.routing import Duty
from huying.organisation.queries.regions import RegionRow, regions_of
from huying.organisation.queries.units import names_of, unit_names

BY_PLACE = "所在地街道（乡镇）"
ANY_MATTER, ANY_PLACE = "所有事项", "所有地点"


@dataclass(frozen=True, kw_only=True)
class ListNames:
    """Names of matters by code, of places and units by id, as they are today."""

    matters: Mapping[str, str]
    places: Mapping[int, RegionRow]
    units: Mapping[int, str]

    def matter(self, code: str) -> str:
        """Return the full name of a matter; its code where today's tree has it no more."""
        return self.matters.get(code, code) if code else ANY_MATTER

    def place(self, region_id: int | None) -> str:
        """Return the full name of a place."""
        if region_id is None:
            return ANY_PLACE
        return self.places[region_id].path_text if region_id in self.places else f"地点 {region_id}"

    def title(self, code: str, region_id: int | None) -> str:
        """Say matter and place as one."""
        return self.matter(code) if region_id is None else f"{self.matter(code)}（{self.place(region_id)}）"

    def unit(self, unit_id: int) -> str:
        """Return the name of a unit."""
        return self.units.get(unit_id) or names_of(unit_ids={unit_id}).get(unit_id, "")


def list_names(*, actor: Actor, at: datetime) -> ListNames:
    """Return the names by which lines of the actor's centre are told."""
    tree = version_now(kind=CatalogueKind.MATTERS, actor=actor, at=at)
    return ListNames(
        matters={row.code: row.path_text for row in matters_of(version_id=tree.pk)} if tree else {},
        places=regions_of(centre_id=actor.centre_id),
        units=dict(unit_names(centre_id=actor.centre_id)),
    )


def line_of(*, version_id: int, matter_code: str, region_id: int | None) -> Duty | None:
    """Return the line of exactly this matter and place, ``None`` where the version has none."""
    key = (matter_code or None, region_id)
    return next((duty for duty in duties_of(version_id=version_id) if (duty.matter_code, duty.place_id) == key), None)


def said_of(
    *, lead_unit_id: int | None, assist_unit_ids: Iterable[int], legal_basis: str, names: ListNames
) -> dict[str, str]:
    """Return what a line says, part by part."""
    return {
        "主办": names.unit(lead_unit_id) if lead_unit_id else BY_PLACE,
        "协办": "、".join(sorted(names.unit(unit) for unit in assist_unit_ids)),
        "法律依据": legal_basis,
    }
