"""Plan the sending of messages."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from huying.foundation.commit import one_row

JOB = "notices.send_message"
# After everything that people wait for at their desks.
PRIORITY = -10


@transaction.atomic(savepoint=False)
def plan_messages(*, due: Iterable[tuple[int, datetime]]) -> None:
    """Put a job for each message (id, moment) into the present transaction; one that waits already will do."""
    for message_id, at in due:
        lock = f"{JOB}:{message_id}"
        job = app.configure_task(JOB, queue="messages", priority=PRIORITY, schedule_at=at, queueing_lock=lock)
        try:
            with one_row():
                job.defer(message_id=message_id)
        except AlreadyEnqueued:
            continue
