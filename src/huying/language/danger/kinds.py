"""What a sign of danger is: its kind, how it stands to now, where the words are, how fast it asks for help."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from huying.domain.policies import Urgency


class DangerKind(StrEnum):
    """What the words are about; the codes are stable, the history keeps them."""

    FIRE = "fire"
    GAS = "gas"
    EXPLOSION = "explosion"
    ELECTRIC = "electric"
    TRAPPED = "trapped"
    INJURY = "injury"
    POISONING = "poisoning"
    VIOLENCE = "violence"
    SELF_HARM = "self_harm"
    THREAT = "threat"
    GATHERING = "gathering"
    WAGES = "wages"
    OUTAGE = "outage"
    MISSING = "missing"
    ROAD = "road"
    HARD = "hard"


class Force(StrEnum):
    """How the words stand to now; the first one is the strongest."""

    NOW = "now"
    HEARD = "heard"
    HAZARD = "hazard"
    PAST = "past"
    TOLD = "told"


KIND_LABELS: dict[DangerKind, str] = {
    DangerKind.FIRE: "火情",
    DangerKind.GAS: "燃气泄漏",
    DangerKind.EXPLOSION: "爆炸",
    DangerKind.ELECTRIC: "触电漏电",
    DangerKind.TRAPPED: "被困、坍塌、坠落、溺水",
    DangerKind.INJURY: "有人伤病",
    DangerKind.POISONING: "食物中毒、疫病",
    DangerKind.VIOLENCE: "人身伤害",
    DangerKind.SELF_HARM: "自伤轻生",
    DangerKind.THREAT: "扬言极端行为",
    DangerKind.GATHERING: "群体聚集",
    DangerKind.WAGES: "欠薪讨薪",
    DangerKind.OUTAGE: "停水、停电、停气、停暖",
    DangerKind.MISSING: "人员走失",
    DangerKind.ROAD: "道路险情",
    DangerKind.HARD: "疑难复杂",
}
FORCE_LABELS: dict[Force, str] = {
    Force.NOW: "正在发生",
    Force.HEARD: "听起来像",
    Force.HAZARD: "隐患",
    Force.PAST: "已经过去",
    Force.TOLD: "转述",
}


@dataclass(frozen=True, kw_only=True)
class Sign:
    """Words of danger. All four places are offsets in the text as it was given, ends beyond the last character.

    ``number`` is whom to call, empty where nobody; ``people`` how many gather at least, where it is said.
    """

    kind: DangerKind
    force: Force
    urgency: Urgency
    start: int
    end: int
    sentence_start: int
    sentence_end: int
    number: str = ""
    people: int | None = None


def lowered(urgency: Urgency, force: Force) -> Urgency:
    """Return how fast words ask for help when they do not speak of now.

    约定: a hazard, and what the second ear alone tells, wait one level longer than what has happened; what is past or
    told of others is ordinary; nothing makes a matter 疑难 but its own words.
    """
    if force is Force.NOW or urgency is Urgency.COMPLEX:
        return urgency
    waits = force in {Force.HEARD, Force.HAZARD}
    return min(Urgency.ORDINARY, Urgency(urgency + 1)) if waits else Urgency.ORDINARY
