"""Jobs of the follow-up."""

from __future__ import annotations

from datetime import datetime

from procrastinate.contrib.django import app

from huying.domain.actors import policy_actor
from huying.followup.actions.open_task import open_task
from huying.followup.queries import opening_of
from huying.foundation import clock
from huying.foundation.commit import one_commit
from huying.foundation.outbox import AGAIN


def open_task_when_due(*, order_id: int, event: int, at: datetime) -> None:
    """Put the job that opens the follow-up of a reply (event number ``event``) into the present transaction."""
    opening = opening_of(order_id=order_id, replied_at=at)
    open_task_task.configure(schedule_at=opening.at, queueing_lock=f"followup.open_task:{order_id}:{event}").defer(
        order_id=order_id, centre_id=opening.centre_id, round=opening.round
    )


# Before the thousands of suggestions that an import asks for.
@app.task(queue="followup", name="followup.open_task", priority=10, retry=AGAIN)
def open_task_task(*, order_id: int, centre_id: int, round: int) -> None:  # noqa: A002  as the action's
    """Open the follow-up of one round; running it again changes nothing."""
    with one_commit():
        open_task(
            order_id=order_id,
            round=round,
            actor=policy_actor(centre_id=centre_id, name="followup_due"),
            at=clock.now(),
        )
