"""Take the offered model in use (采用)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from huying.domain.actors import Actor
from huying.learning.actions.exchange_models import ModelsMoved, exchange_models
from huying.learning.actions.note_act import note_act
from huying.learning.choices import ModelAct, ModelState, Task

_TO = {
    ModelState.OFFERED: ModelState.CURRENT,
    ModelState.CURRENT: ModelState.PREVIOUS,
    ModelState.PREVIOUS: ModelState.WITHDRAWN,
}


@transaction.atomic(savepoint=False)
def take_model(*, task: Task, number: int, seen: int, actor: Actor, at: datetime) -> None:
    """Use version ``number`` from now on; the one in use becomes the one to roll back to, the one before goes.

    Raises ``NotAllowed``, ``ModelsMoved``, ``ModelLost``.
    """
    moved = exchange_models(task=task, seen=seen, to=_TO, actor=actor, at=at)
    taken = moved[ModelState.OFFERED]
    if taken.number != number:
        raise ModelsMoved
    note_act(model_id=taken.pk, act=ModelAct.TAKEN, actor=actor, at=at)
    if ModelState.PREVIOUS in moved:
        note_act(model_id=moved[ModelState.PREVIOUS].pk, act=ModelAct.WITHDRAWN, actor=actor, at=at)
