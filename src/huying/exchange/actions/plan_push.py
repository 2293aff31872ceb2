"""Plan a push."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from huying.foundation.commit import one_row

JOB = "exchange.push"
# After everything that people wait for.
PRIORITY = -10


@transaction.atomic(savepoint=False)
def plan_push(*, delivery_id: int, at: datetime | None = None) -> None:
    """Put the job of a push into the present transaction, for ``at`` or at once; one that waits already will do."""
    job = app.configure_task(
        JOB, queue="exchange", priority=PRIORITY, schedule_at=at, queueing_lock=f"{JOB}:{delivery_id}"
    )
    try:
        with one_row():
            job.defer(delivery_id=delivery_id)
    except AlreadyEnqueued:
        return
