"""Use no model of a task for now (停用)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from huying.domain.actors import Actor
from huying.learning.actions.exchange_models import ModelsMoved, exchange_models
from huying.learning.actions.note_act import note_act
from huying.learning.choices import ModelAct, ModelState, Task

_TO = {ModelState.CURRENT: ModelState.PREVIOUS, ModelState.PREVIOUS: ModelState.WITHDRAWN}


@transaction.atomic(savepoint=False)
def stop_model(*, task: Task, seen: int, actor: Actor, at: datetime) -> None:
    """Put the version in use aside: it is the one to roll back to. Raises ``NotAllowed``, ``ModelsMoved``."""
    moved = exchange_models(task=task, seen=seen, to=_TO, actor=actor, at=at)
    if ModelState.CURRENT not in moved:
        raise ModelsMoved
    note_act(model_id=moved[ModelState.CURRENT].pk, act=ModelAct.STOPPED, actor=actor, at=at)
    if ModelState.PREVIOUS in moved:
        note_act(model_id=moved[ModelState.PREVIOUS].pk, act=ModelAct.WITHDRAWN, actor=actor, at=at)
