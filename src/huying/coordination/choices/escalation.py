"""Values of an escalation (提级)."""

from django.db.models import TextChoices

from huying.domain.decisions import OUTCOME_LABELS


class AskedLevel(TextChoices):
    """Who is asked (条例 art 20)."""

    DISTRICT = "district", "区县政府"
    BUREAU = "bureau", "行业主管部门"
    CITY = "city", "市级"


class EscalationOutcome(TextChoices):
    """What came of the question at one level."""

    ANSWERED = "answered", OUTCOME_LABELS["answered"]
    RAISED = "raised", OUTCOME_LABELS["raised"]
