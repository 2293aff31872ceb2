"""End a training that made no model."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from huying.domain.actors import Actor
from huying.learning.choices import RunOutcome, Task
from huying.learning.models import TrainingRun

_LONGEST = 400


@transaction.atomic(savepoint=False)
def end_training(*, task: Task, outcome: RunOutcome, said: str, actor: Actor, at: datetime) -> None:
    """Write what became of the training that runs for a task of the actor's centre.

    One that died before it could write that it began has a row all the same.
    """
    running = TrainingRun.objects.filter(centre_id=actor.centre_id, task=task, outcome=RunOutcome.RUNNING)
    if not running.update(outcome=outcome, said=said[:_LONGEST], ended_at=at):
        TrainingRun.objects.create(
            centre_id=actor.centre_id, task=task, outcome=outcome, said=said[:_LONGEST], started_at=at, ended_at=at
        )
