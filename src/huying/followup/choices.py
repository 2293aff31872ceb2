"""Values of the follow-up call, with their Chinese labels."""

from django.db.models import TextChoices

from huying.domain.outcomes import Satisfaction as DomainSatisfaction


class TaskState(TextChoices):
    """How a follow-up task stands. 依据: 无法回访 after 未接通1, 未接通2 is practice (domain.md 9.1)."""

    OPEN = "open", "待回访"
    DONE = "done", "已回访"
    UNREACHABLE = "unreachable", "无法回访"
    VOID = "void", "已取消"


class Solved(TextChoices):
    """「问题是否解决？」 (domain.md 9.1)."""

    SOLVED = "solved", "解决"
    BASICALLY = "basically", "基本解决"
    UNSOLVED = "unsolved", "未解决"


class Satisfaction(TextChoices):
    """「对办理是否满意？」: the five grades of 好差评 (domain.md 9.1), or none given."""

    VERY_SATISFIED = DomainSatisfaction.VERY_SATISFIED.value, "非常满意"
    SATISFIED = DomainSatisfaction.SATISFIED.value, "满意"
    BASICALLY = DomainSatisfaction.BASICALLY.value, "基本满意"
    DISSATISFIED = DomainSatisfaction.DISSATISFIED.value, "不满意"
    VERY_DISSATISFIED = DomainSatisfaction.VERY_DISSATISFIED.value, "非常不满意"
    NOT_RATED = DomainSatisfaction.NOT_RATED.value, "未评价"


UNHAPPY = frozenset({Satisfaction.DISSATISFIED, Satisfaction.VERY_DISSATISFIED})
"""Grades that need the words behind them."""
