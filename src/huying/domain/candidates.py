"""谁来办: the units that may lead an order, ranked from the duty list, rulings and what past orders teach."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from huying.domain.routing import Ground, Suggestion

MOST = 5
"""How many units are shown."""
LIKELY = 0.5
"""From where on the model's unit goes before the street of the place. 约定: more likely right than wrong."""
WORTH = 0.05
"""From where on what the model says of a unit is worth a word. 约定: one of twenty like orders."""
BY_LIST = frozenset({Ground.DUTY, Ground.DUTY_AT_PLACE})


class HeldBack(StrEnum):
    """Why a person dispatches an order whatever the model says; ``NOTHING``: a rule may, where it is sure enough.

    ``LIKELY_SAME`` and ``CONTROL`` are asked only where nothing else holds, the last only where the rule would send it.
    """

    NOTHING = ""
    NO_GUESS = "no_guess"
    URGENT = "urgent"
    DANGER = "danger"
    CONFIDENTIAL = "confidential"
    SEVERAL = "several"
    AGAIN = "again"
    ON_A_ROAD = "on_a_road"
    NOT_FIRST = "not_first"
    LIKELY_SAME = "likely_same"
    CONTROL = "control"


HELD_BACK_LABELS: dict[HeldBack, str] = {
    HeldBack.NOTHING: "可以由规则派单",
    HeldBack.NO_GUESS: "没有可用的学习结果",
    HeldBack.URGENT: "紧急工单",
    HeldBack.DANGER: "原文涉及险情",
    HeldBack.CONFIDENTIAL: "保密工单",
    HeldBack.SEVERAL: "需要几家单位办理",
    HeldBack.AGAIN: "已经派过，须重新研判",
    HeldBack.ON_A_ROAD: "正在会商、并单等",
    HeldBack.NOT_FIRST: "目录、裁定先例与学习结果不一致",
    HeldBack.LIKELY_SAME: "可能与另一件在办工单相同",
    HeldBack.CONTROL: "抽检：留给人工",
}


@dataclass(frozen=True, kw_only=True)
class Guessed:
    """A unit that the model of past orders names: ``probability`` is calibrated, from 0 to 1."""

    unit_id: int
    probability: float


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """A unit and why: on what ground the list names it, how sure the model is, how many rulings named it."""

    unit_id: int
    ground: Ground
    probability: float | None
    rulings: int


def ranked(
    *, listed: Suggestion, guessed: Sequence[Guessed], ruled: Mapping[int, int], allowed: Collection[int]
) -> tuple[Candidate, ...]:
    """Return the units that may lead, the best first; ``listed`` is what duty list and place say.

    ``ruled`` counts the rulings on like matters by unit; whoever is not ``allowed`` is left out. 依据:
    北京市接诉即办工作条例 art 11 (职权法定、属地管理): a duty that is written goes before what was done so far.
    约定: then rulings, then the model where it is more likely right than wrong, then the place, then what is left.
    """
    sure = {one.unit_id: one.probability for one in guessed if one.probability >= WORTH}
    named = [listed.lead_unit_id] if listed.lead_unit_id is not None else []
    units = [unit for unit in dict.fromkeys([*named, *ruled, *sure]) if unit in allowed]

    def tier(unit: int) -> int:
        is_listed = unit == listed.lead_unit_id
        if is_listed and listed.ground in BY_LIST:
            return 0
        if unit in ruled:
            return 1
        if sure.get(unit, 0.0) >= LIKELY:
            return 2
        return 3 if is_listed else 4

    units.sort(key=lambda unit: (tier(unit), -ruled.get(unit, 0), -sure.get(unit, 0.0)))
    return tuple(
        Candidate(
            unit_id=unit,
            ground=listed.ground if unit == listed.lead_unit_id else _ground(unit, ruled),
            probability=sure.get(unit),
            rulings=ruled.get(unit, 0),
        )
        for unit in units[:MOST]
    )


def _ground(unit: int, ruled: Mapping[int, int]) -> Ground:
    return Ground.RULING if unit in ruled else Ground.PAST


@dataclass(frozen=True, kw_only=True)
class Circumstances:
    """What of an order keeps a rule from dispatching it."""

    is_urgent: bool
    is_dangerous: bool
    is_confidential: bool
    has_assists: bool
    was_dispatched: bool
    is_on_a_road: bool


def held_back(*, order: Circumstances, first_unit_id: int | None, guessed_unit_id: int | None) -> HeldBack:
    """Return why a person has to dispatch; ``guessed_unit_id`` is whom the model is surest of.

    依据: 国办函〔2025〕66号 (八): such techniques assist. 约定: what endangers, what is secret, what needs several
    units or was dispatched before is for people, and so is every order of which duty list, rulings and model differ.
    """
    reasons = (
        (order.is_urgent, HeldBack.URGENT),
        (order.is_dangerous, HeldBack.DANGER),
        (order.is_confidential, HeldBack.CONFIDENTIAL),
        (order.was_dispatched, HeldBack.AGAIN),
        (order.is_on_a_road, HeldBack.ON_A_ROAD),
        (order.has_assists, HeldBack.SEVERAL),
        (guessed_unit_id is None, HeldBack.NO_GUESS),
        (guessed_unit_id != first_unit_id, HeldBack.NOT_FIRST),
    )
    return next((reason for holds, reason in reasons if holds), HeldBack.NOTHING)


def as_successors(guessed: Sequence[tuple[str, float]], *, successors: Mapping[str, str]) -> list[tuple[str, float]]:
    """Return guessed labels with their probabilities, the surest first; what was taken over is its successor's.

    A model that learnt before a merger still names the old unit; where it names both, both shares count. 约定.
    """
    sure: dict[str, float] = {}
    for label, probability in guessed:
        today = successors.get(label, label)
        sure[today] = min(sure.get(today, 0.0) + probability, 1.0)
    return sorted(sure.items(), key=lambda one: -one[1])


def rulings_by_unit(found: Sequence[tuple[int, int | None]], *, district_id: int | None) -> Counter[int]:
    """Count rulings by the unit they named, given as (unit, its district); a street elsewhere has no say here. 约定."""
    return Counter(unit for unit, district in found if district is None or district == district_id)
