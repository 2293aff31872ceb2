"""Begin a training."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from huying.domain.actors import Actor
from huying.learning.choices import RunOutcome, Task
from huying.learning.models import TrainingRun


@transaction.atomic(savepoint=False)
def begin_training(*, task: Task, actor: Actor, at: datetime) -> int:
    """Write that a training begins; return its number.

    Whoever trains holds the lock of the folder of models: one that still runs by its row has died.
    """
    mine = TrainingRun.objects.filter(centre_id=actor.centre_id, task=task)
    mine.filter(outcome=RunOutcome.RUNNING).update(
        outcome=RunOutcome.FAILED, said="训练进程中断，没有完成。", ended_at=at
    )
    run = TrainingRun.objects.create(centre_id=actor.centre_id, task=task, outcome=RunOutcome.RUNNING, started_at=at)
    return run.pk
