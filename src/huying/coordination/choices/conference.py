"""Values of a conference (会商)."""

from django.db.models import TextChoices


class Position(TextChoices):
    """Whose duty the matter is, as a unit that was asked sees it."""

    OURS = "ours", "属于本单位职责"
    PARTLY = "partly", "部分属于本单位职责"
    NOT_OURS = "not_ours", "不属于本单位职责"


class Outcome(TextChoices):
    """How a conference ended; where no unit is found, the district coordinates (区兜底)."""

    DECIDED = "decided", "确定主办单位"
    UNDECIDED = "undecided", "未能确定，由区政府兜底"
