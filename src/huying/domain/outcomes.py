"""How a demand ended, in codes that a file of past orders and a follow-up call share."""

from __future__ import annotations

from enum import StrEnum


class Satisfaction(StrEnum):
    """「对办理是否满意？」: the five grades of 好差评 (domain.md 9.1), or none given."""

    VERY_SATISFIED = "very_satisfied"
    SATISFIED = "satisfied"
    BASICALLY = "basically"
    DISSATISFIED = "dissatisfied"
    VERY_DISSATISFIED = "very_dissatisfied"
    NOT_RATED = "not_rated"


SATISFACTION_LABELS: dict[Satisfaction, str] = {
    Satisfaction.VERY_SATISFIED: "非常满意",
    Satisfaction.SATISFIED: "满意",
    Satisfaction.BASICALLY: "基本满意",
    Satisfaction.DISSATISFIED: "不满意",
    Satisfaction.VERY_DISSATISFIED: "非常不满意",
    Satisfaction.NOT_RATED: "未评价",
}
