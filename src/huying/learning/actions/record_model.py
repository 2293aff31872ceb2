"""Record a trained model: offered if it was better, refused if it was not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from huying.domain.actors import Actor
from huying.learning.actions.note_act import note_act
from huying.learning.choices import ModelAct, ModelState, RunOutcome, Task
from huying.learning.models import TrainedModel, TrainingRun


@dataclass(frozen=True, kw_only=True)
class NewModel:
    """What a training made. ``folder`` and ``checksum`` are empty for one that was not better: it has no files."""

    task: Task
    number: int
    folder: str
    checksum: str
    rows: int
    first_at: datetime
    last_at: datetime
    figures: Mapping[str, Any]
    card: str
    said: str


@transaction.atomic(savepoint=False)
def record_model(*, run_id: int, new: NewModel, actor: Actor, at: datetime) -> None:
    """Write the version and end its training; an older offer is withdrawn."""
    is_offered = bool(new.folder)
    if is_offered:
        waiting = TrainedModel.objects.select_for_update().filter(
            centre_id=actor.centre_id, task=new.task, state=ModelState.OFFERED
        )
        for old in waiting:
            old.state = ModelState.WITHDRAWN
            old.save(update_fields=["state"])
            note_act(model_id=old.pk, act=ModelAct.WITHDRAWN, actor=actor, at=at)
    model = TrainedModel.objects.create(
        centre_id=actor.centre_id,
        task=new.task,
        number=new.number,
        state=ModelState.OFFERED if is_offered else ModelState.REFUSED,
        checksum=new.checksum,
        folder=new.folder,
        rows=new.rows,
        first_at=new.first_at,
        last_at=new.last_at,
        figures=dict(new.figures),
        card=new.card,
        trained_at=at,
    )
    note_act(model_id=model.pk, act=ModelAct.OFFERED if is_offered else ModelAct.REFUSED, actor=actor, at=at)
    TrainingRun.objects.filter(pk=run_id).update(
        outcome=RunOutcome.OFFERED if is_offered else RunOutcome.REFUSED, said=new.said, model=model, ended_at=at
    )
