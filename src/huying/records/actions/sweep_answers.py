"""Let go of answers that nobody will ask for again."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from huying.records.models import KeptAnswer

# 约定: a week covers a system that stood still over a long holiday weekend.
KEPT = timedelta(days=7)


@transaction.atomic(savepoint=False)
def sweep_answers(*, at: datetime) -> int:
    """Delete kept answers older than seven days; return how many."""
    deleted, _ = KeptAnswer.objects.filter(at__lt=at - KEPT).delete()
    return deleted
