"""The duty list as people read it: by matter and place, and by unit (责任矩阵, L-20)."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from huying.catalogue.models import Duty
from huying.catalogue.queries.duties import duties_of
from huying.catalogue.queries.line_words import ANY_PLACE, BY_PLACE, list_names
from huying.domain.actors import Actor
from huying.foundation import memory


@dataclass(frozen=True, kw_only=True)
class DutyLine:
    """One line: for this matter at this place, who leads, who assists, and why; ``change_id`` is where it came from."""

    matter: str
    matter_code: str
    place: str
    region_id: int | None
    lead: str
    assists: tuple[str, ...]
    legal_basis: str
    scenario_card: str
    change_id: int | None

    @property
    def title(self) -> str:
        """Say matter and place as one."""
        return self.matter if self.place == ANY_PLACE else f"{self.matter}（{self.place}）"

    def holds(self, words: str) -> bool:
        """Say whether each of the words, parted by blanks, stands anywhere in the line."""
        said = "\n".join(
            (
                *(self.matter, self.matter_code, self.place, self.lead, *self.assists, self.legal_basis),
                self.scenario_card,
            )
        )
        return all(word in said for word in words.split())


@dataclass(frozen=True, kw_only=True)
class Responsibility:
    """What one unit leads and what it assists in, by title."""

    unit: str
    leads: tuple[str, ...]
    assists: tuple[str, ...]


def duty_lines(*, version_id: int, actor: Actor, at: datetime) -> tuple[DutyLine, ...]:
    """Return the lines of a version by matter code; names are those of today's tree, places and units."""
    names, came = list_names(actor=actor, at=at), origins_of(version_id=version_id)
    duties = sorted(duties_of(version_id=version_id), key=lambda duty: (duty.matter_code or "", duty.place_id or 0))
    return tuple(
        DutyLine(
            matter=names.matter(duty.matter_code or ""),
            matter_code=duty.matter_code or "",
            place=names.place(duty.place_id),
            region_id=duty.place_id,
            lead=names.unit(duty.lead_unit_id) if duty.lead_unit_id else BY_PLACE,
            assists=tuple(names.unit(unit) for unit in duty.assist_unit_ids),
            legal_basis=duty.legal_basis,
            scenario_card=duty.scenario_card,
            change_id=came.get(duty.id),
        )
        for duty in duties
    )


@memory.kept
def origins_of(*, version_id: int) -> dict[int, int | None]:
    """Return the proposal that each line of a published version came from, by the line's id, where it came from one."""
    came = Duty.objects.filter(version_id=version_id, change__isnull=False)
    return dict(came.values_list("pk", "change_id"))


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
