"""派单规则: who should lead an order, and why; and finding the names of matters and places in a text."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

_V = TypeVar("_V")
_SHORTEST_NAME = 2


class PlaceLevel(StrEnum):
    """Levels of places, largest first."""

    PROVINCE = "province"
    CITY = "city"
    DISTRICT = "district"
    STREET = "street"
    COMMUNITY = "community"
    GRID = "grid"


PLACE_LEVEL_LABELS: dict[PlaceLevel, str] = {
    PlaceLevel.PROVINCE: "省",
    PlaceLevel.CITY: "市",
    PlaceLevel.DISTRICT: "区县",
    PlaceLevel.STREET: "街道（乡镇）",
    PlaceLevel.COMMUNITY: "社区（村）",
    PlaceLevel.GRID: "网格",
}


class Ground(StrEnum):
    """On what ground a lead is suggested."""

    DUTY = "duty"
    DUTY_AT_PLACE = "duty_at_place"
    PLACE = "place"
    DISTRICT = "district"
    RULING = "ruling"
    PAST = "past"
    NONE = "none"


GROUND_LABELS: dict[Ground, str] = {
    Ground.DUTY: "派单目录明确主办",
    Ground.DUTY_AT_PLACE: "派单目录规定属地主办",
    Ground.PLACE: "按属地直派",
    Ground.DISTRICT: "区政府兜底",
    Ground.RULING: "裁定先例",
    Ground.PAST: "历史工单学习",
    Ground.NONE: "需人工研判",
}


@dataclass(frozen=True, kw_only=True)
class Duty:
    """One line of the duty list (派单目录); ``None`` as matter or place means any.

    ``lead_by_place`` leaves the lead to the street where the matter lies.
    """

    id: int
    matter_code: str | None
    place_id: int | None
    lead_unit_id: int | None
    lead_by_place: bool
    assist_unit_ids: tuple[int, ...]
    legal_basis: str
    scenario_card: str


@dataclass(frozen=True, kw_only=True)
class Place:
    """A place and the unit that governs it, where there is one."""

    id: int
    name: str
    level: PlaceLevel
    unit_id: int | None


@dataclass(frozen=True, kw_only=True)
class Suggestion:
    """Who should lead and assist, who gets a copy, and why; ``reason`` is one Chinese sentence.

    ``lead_unit_id`` is ``None`` when a person has to decide. ``matter_code`` is that of the duty list's line.
    """

    lead_unit_id: int | None
    ground: Ground
    reason: str
    assist_unit_ids: tuple[int, ...] = ()
    copy_unit_ids: tuple[int, ...] = ()
    duty_id: int | None = None
    matter_code: str | None = None
    legal_basis: str = ""
    scenario_card: str = ""


def suggest(*, matter_path: Sequence[str], place_chain: Sequence[Place], duties: Iterable[Duty]) -> Suggestion:
    """Suggest the lead for a matter at a place.

    ``matter_path`` holds the codes from leaf to root, ``place_chain`` the places from the smallest up.
    依据: 北京市接诉即办工作条例 art 11 (职权法定、属地管理、分级负责); S004 先属责后属地: the nearest matter
    of the duty list goes before the nearest place.
    """
    duty = _nearest(matter_path, place_chain, duties)
    lead = duty.lead_unit_id if duty else None
    if duty is None or lead is None or duty.lead_by_place or lead in _below_street(place_chain):
        return _by_place(place_chain, duty=duty, matter_path=matter_path)
    if duty.matter_code is None:
        why = "派单目录明确了该地点的诉求的主办单位"
    elif duty.matter_code == matter_path[0]:
        why = f"派单目录明确了事项「{duty.matter_code}」的主办单位"
    else:
        why = f"派单目录只到「{duty.matter_code}」一级，明确了这一级的主办单位，请核对"
    return Suggestion(
        lead_unit_id=lead,
        ground=Ground.DUTY,
        reason=f"先属责：{why}。",
        assist_unit_ids=_assists(duty, lead),
        duty_id=duty.id,
        matter_code=duty.matter_code,
        legal_basis=duty.legal_basis,
        scenario_card=duty.scenario_card,
    )


def reason_with_name(listed: Suggestion, *, names: Mapping[str, str]) -> str:
    """Return the reason with the name of the line's matter beside its code; the rules know codes alone."""
    code = listed.matter_code or ""
    return listed.reason.replace(f"「{code}」", f"「{names[code]}（{code}）」") if code in names else listed.reason


_BELOW_DISTRICT = frozenset({PlaceLevel.STREET, PlaceLevel.COMMUNITY, PlaceLevel.GRID})


def is_pushed_down(*, ground: Ground, named: PlaceLevel, chosen: PlaceLevel) -> bool:
    """Say whether a matter goes below whom the duty list names: from a bureau to a street or community.

    ``ground`` is that of the suggestion, ``named`` the level of the unit it names, ``chosen`` of the unit that gets
    the order. 依据: 国办函〔2025〕66号 (五): what is not their duty is not pushed down to the 基层; 条例 art 17.
    约定: it may be done with a stated reason, is marked in the history and counted (减轻基层负担, Q-10).
    """
    return ground is Ground.DUTY and named not in _BELOW_DISTRICT and chosen in _BELOW_DISTRICT


def _nearest(matter_path: Sequence[str], place_chain: Sequence[Place], duties: Iterable[Duty]) -> Duty | None:
    """Return the duty of the nearest matter, then of the nearest place, then the lowest id."""
    matters: dict[str | None, int] = {code: rank for rank, code in enumerate(matter_path)}
    places: dict[int | None, int] = {place.id: rank for rank, place in enumerate(place_chain)}
    matters[None], places[None] = len(matters), len(places)
    fitting = [duty for duty in duties if duty.matter_code in matters and duty.place_id in places]
    return min(fitting, key=lambda duty: (matters[duty.matter_code], places[duty.place_id], duty.id), default=None)


def _by_place(place_chain: Sequence[Place], *, duty: Duty | None, matter_path: Sequence[str]) -> Suggestion:
    """Suggest the street where the matter lies, else the district.

    依据: B-09 直派街乡; art 12 (一): the district gets a copy of what goes to a street; art 12 (二): the
    district coordinates when only it is known; art 17: a community never leads.
    """
    street = _governing(place_chain, PlaceLevel.STREET)
    district = _governing(place_chain, PlaceLevel.DISTRICT)
    found = street or district
    if found is None:
        lead, ground = None, Ground.NONE
        lacks = "地点" if matter_path else "事项和地点"
        reason = f"只凭派单目录和地点还定不出主办单位，请补充{lacks}或由派单员研判。"
    elif found is street:
        lead, ground = street.unit_id, Ground.DUTY_AT_PLACE if duty else Ground.PLACE
        if duty and duty.matter_code not in {None, *matter_path[:1]}:
            why = f"派单目录只到「{duty.matter_code}」一级，规定由属地主办（请核对）"
        elif duty:
            why = "派单目录规定由属地主办"
        elif matter_path:
            why = "派单目录没有对应事项，按属地管理直派街道（乡镇）"
        else:
            why = "还没有确定事项，先按属地管理直派街道（乡镇）"
        reason = f"{why}，诉求地点在「{street.name}」。"
    else:
        lead, ground = found.unit_id, Ground.DISTRICT
        unset = "" if matter_path else "还没有确定事项，"
        reason = f"{unset}只能确定诉求在「{found.name}」，由区政府统筹协调。"
    return Suggestion(
        lead_unit_id=lead,
        ground=ground,
        reason=reason,
        assist_unit_ids=_assists(duty, lead) if duty else (),
        copy_unit_ids=(district.unit_id,) if street and district and district.unit_id not in {None, lead} else (),
        duty_id=duty.id if duty else None,
        matter_code=duty.matter_code if duty else None,
        legal_basis=duty.legal_basis if duty else "",
        scenario_card=duty.scenario_card if duty else "",
    )


def _governing(place_chain: Sequence[Place], level: PlaceLevel) -> Place | None:
    return next((place for place in place_chain if place.level is level and place.unit_id is not None), None)


def _below_street(place_chain: Sequence[Place]) -> set[int | None]:
    """Return the units that may only help: of communities and grids, where they have one of their own."""
    helping = {PlaceLevel.COMMUNITY, PlaceLevel.GRID}
    governing = {place.unit_id for place in place_chain if place.level not in helping}
    return {place.unit_id for place in place_chain if place.level in helping} - governing


def _assists(duty: Duty, lead: int | None) -> tuple[int, ...]:
    return tuple(unit for unit in duty.assist_unit_ids if unit != lead)


@dataclass(frozen=True, kw_only=True)
class Match(Generic[_V]):
    """A name found in a text at ``start`` (a count of characters), with all that bear it."""

    name: str
    start: int
    values: tuple[_V, ...]

    @property
    def end(self) -> int:
        """Return where the name ends, exclusive."""
        return self.start + len(self.name)


class NameIndex(Generic[_V]):
    """Names of matters or places, built once, to be looked up in many texts."""

    def __init__(self, names: Iterable[tuple[str, _V]]) -> None:
        """Take pairs of a name and what it names; a name shorter than two characters is left out."""
        values: defaultdict[str, list[_V]] = defaultdict(list)
        for name, value in names:
            values[name].append(value)
        self._values = {name: tuple(found) for name, found in values.items()}
        self._by_head: defaultdict[str, list[str]] = defaultdict(list)
        for name in self._values:
            if len(name) >= _SHORTEST_NAME:
                self._by_head[name[:_SHORTEST_NAME]].append(name)

    def find(self, text: str) -> tuple[Match[_V], ...]:
        """Return the names in the text in reading order; where two overlap the longer one stands.

        约定: the longest first, of equal ones the earlier.
        """
        found = [
            (-len(name), start, name)
            for start in range(len(text) - 1)
            for name in self._by_head.get(text[start : start + _SHORTEST_NAME], ())
            if text.startswith(name, start)
        ]
        taken: set[int] = set()
        kept = []
        for negative, start, name in sorted(found):
            span = range(start, start - negative)
            if taken.isdisjoint(span):
                taken.update(span)
                kept.append(Match(name=name, start=start, values=self._values[name]))
        return tuple(sorted(kept, key=lambda match: match.start))
