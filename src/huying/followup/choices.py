"""Values of the follow-up call, with their Chinese labels."""

from django.db.models import TextChoices


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

    VERY_SATISFIED = "very_satisfied", "非常满意"
    SATISFIED = "satisfied", "满意"
    BASICALLY = "basically", "基本满意"
    DISSATISFIED = "dissatisfied", "不满意"
    VERY_DISSATISFIED = "very_dissatisfied", "非常不满意"
    NOT_RATED = "not_rated", "未评价"


UNHAPPY = frozenset({Satisfaction.DISSATISFIED, Satisfaction.VERY_DISSATISFIED})
"""Grades that need the words behind them."""
