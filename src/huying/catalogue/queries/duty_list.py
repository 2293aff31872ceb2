"""The duty list as people read it: by matter and place, and by unit (责任矩阵, L-20)."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from huying.catalogue.choices import CatalogueKind
from huying.catalogue.queries.duties import duties_of
from huying.catalogue.queries.matters import matters_of
from huying.catalogue.queries.shown import version_now
from huying.domain.actors import Actor
from huying.organisation.queries.regions import regions_of
from huying.organisation.queries.units import names_of

BY_PLACE = "所在地街道（乡镇）"
_ANY_MATTER, _ANY_PLACE = "所有事项", "所有地点"


@dataclass(frozen=True, kw_only=True)
class DutyLine:
    """One line: for this matter at this place, who leads, who assists, and why."""

    matter: str
    matter_code: str
    place: str
    lead: str
    assists: tuple[str, ...]
    legal_basis: str
    scenario_card: str

    @property
    def title(self) -> str:
        """Say matter and place as one."""
        return self.matter if self.place == _ANY_PLACE else f"{self.matter}（{self.place}）"

    def holds(self, words: str) -> bool:
        """Say whether the words stand anywhere but in the scenario card."""
        said = (self.matter, self.matter_code, self.place, self.lead, *self.assists, self.legal_basis)
        return any(words in text for text in said)


@dataclass(frozen=True, kw_only=True)
class Responsibility:
    """What one unit leads and what it assists in, by title."""

    unit: str
    leads: tuple[str, ...]
    assists: tuple[str, ...]


def duty_lines(*, version_id: int, actor: Actor, at: datetime) -> tuple[DutyLine, ...]:
    """Return the lines of a version by matter code; names are those of today's tree, places and units."""
    duties = duties_of(version_id=version_id)
    tree = version_now(kind=CatalogueKind.MATTERS, actor=actor, at=at)
    matters = {row.code: row.path_text for row in matters_of(version_id=tree.pk)} if tree else {}
    places = regions_of(centre_id=actor.centre_id)
    units = {unit for duty in duties for unit in (duty.lead_unit_id, *duty.assist_unit_ids) if unit}
    names = names_of(unit_ids=units)
    return tuple(
        DutyLine(
            matter=matters.get(duty.matter_code, duty.matter_code) if duty.matter_code else _ANY_MATTER,
            matter_code=duty.matter_code or "",
            place=_place(places[duty.place_id].path_text if duty.place_id in places else "", duty.place_id),
            lead=names[duty.lead_unit_id] if duty.lead_unit_id else BY_PLACE,
            assists=tuple(names[unit] for unit in duty.assist_unit_ids),
            legal_basis=duty.legal_basis,
            scenario_card=duty.scenario_card,
        )
        for duty in sorted(duties, key=lambda duty: (duty.matter_code or "", duty.place_id or 0))
    )


def _place(text: str, place_id: int | None) -> str:
    return text or (_ANY_PLACE if place_id is None else f"地点 {place_id}")


def responsibilities(*, lines: tuple[DutyLine, ...]) -> tuple[Responsibility, ...]:
    """Turn the list round: what each unit leads and assists in, the busiest first."""
    leads: dict[str, list[str]] = defaultdict(list)
    assists: dict[str, list[str]] = defaultdict(list)
    for line in lines:
        leads[line.lead].append(line.title)
        for unit in line.assists:
            assists[unit].append(line.title)
    units = sorted({*leads, *assists}, key=lambda unit: (-len(leads[unit]), -len(assists[unit]), unit))
    return tuple(Responsibility(unit=unit, leads=tuple(leads[unit]), assists=tuple(assists[unit])) for unit in units)
