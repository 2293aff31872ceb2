"""Let models of a task change places, under one lock; the three acts of a person stand on it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from huying.domain.actors import Actor, Role
from huying.domain.errors import Conflict, NotAllowed, Unavailable
from huying.learning.choices import ModelState, Task
from huying.learning.models import TrainedModel
from huying.learning.queries.files import KEPT, fault_of


class ModelsMoved(Conflict):
    """Somebody took, rolled back or stopped a model meanwhile, or a newer one was offered."""

    code = "models_moved"
    sentence = "模型的状态刚才已有变化，请刷新页面，核对后再操作。"


class ModelLost(Unavailable):
    """The files of the model are missing or damaged."""

    code = "model_lost"
    sentence = "模型文件不在或已损坏，不能使用，请重新训练，或从备份恢复模型文件夹。"


@transaction.atomic(savepoint=False)
def exchange_models(
    *, task: Task, seen: int, to: Mapping[ModelState, ModelState], actor: Actor, at: datetime
) -> dict[ModelState, TrainedModel]:
    """Move the versions that may be used from state to state at once; return them by the state they had.

    ``seen``: number of the version in use that the person saw, 0: none. The one that comes into use must be there and
    whole. Raises ``NotAllowed``, ``ModelsMoved``, ``ModelLost``.
    """
    if actor.role is not Role.SYSTEM_ADMIN:
        raise NotAllowed
    mine = TrainedModel.objects.select_for_update().filter(centre_id=actor.centre_id, task=task, state__in=KEPT)
    found = {ModelState(model.state): model for model in mine.order_by("pk")}
    used = found.get(ModelState.CURRENT)
    if seen != (used.number if used else 0):
        raise ModelsMoved
    for before, after in to.items():
        if after is ModelState.CURRENT:
            if before not in found:
                raise ModelsMoved
            model = found[before]
            if fault := fault_of(folder=model.folder, digest=model.checksum, task=task):
                raise ModelLost(f"第 {model.number} 版的{fault}，不能使用，请重新训练，或从备份恢复模型文件夹。")
    moving = {before: model for before, model in found.items() if before in to}
    if used is None and to.get(ModelState.PREVIOUS) is ModelState.WITHDRAWN:
        moving.pop(ModelState.PREVIOUS, None)  # nobody takes its place
    # Only one of a task may be in use, at every moment: all step aside first.
    TrainedModel.objects.filter(pk__in=[model.pk for model in moving.values() if model.decided_at]).update(
        state=ModelState.WITHDRAWN
    )
    for before, model in moving.items():
        model.state, model.decided_by_id, model.decided_at = to[before], actor.person_id, at
        model.save(update_fields=["state", "decided_by", "decided_at"])
    return moving
