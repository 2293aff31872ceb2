"""Values of an escalation (提级)."""

from django.db.models import TextChoices


class AskedLevel(TextChoices):
    """Who is asked (条例 art 20)."""

    DISTRICT = "district", "区县政府"
    BUREAU = "bureau", "行业主管部门"
    CITY = "city", "市级"


class EscalationOutcome(TextChoices):
    """What came of the question at one level."""

    ANSWERED = "answered", "研究决定"
    RAISED = "raised", "再提一级"
