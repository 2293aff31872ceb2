"""Use the version before again (回到上一版)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from huying.domain.actors import Actor
from huying.learning.actions.exchange_models import exchange_models
from huying.learning.actions.note_act import note_act
from huying.learning.choices import ModelAct, ModelState, Task

_TO = {ModelState.PREVIOUS: ModelState.CURRENT, ModelState.CURRENT: ModelState.PREVIOUS}


@transaction.atomic(savepoint=False)
def roll_back_model(*, task: Task, seen: int, actor: Actor, at: datetime) -> None:
    """Let the version before and the one in use change places; nothing is lost, and it can be done again.

    Where a model was stopped, it comes into use again. Raises ``NotAllowed``, ``ModelsMoved``, ``ModelLost``.
    """
    moved = exchange_models(task=task, seen=seen, to=_TO, actor=actor, at=at)
    note_act(model_id=moved[ModelState.PREVIOUS].pk, act=ModelAct.ROLLED_BACK, actor=actor, at=at)
