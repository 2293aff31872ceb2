"""Values of a conference (会商)."""

from django.db.models import TextChoices

from huying.domain.decisions import OUTCOME_LABELS


class Position(TextChoices):
    """Whose duty the matter is, as a unit that was asked sees it."""

    OURS = "ours", "属于本单位职责"
    PARTLY = "partly", "部分属于本单位职责"
    NOT_OURS = "not_ours", "不属于本单位职责"


class Outcome(TextChoices):
    """How a conference ended; where no unit is found, the district coordinates (区兜底)."""

    DECIDED = "decided", OUTCOME_LABELS["decided"]
    UNDECIDED = "undecided", OUTCOME_LABELS["undecided"]
