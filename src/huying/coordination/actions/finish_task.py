"""Report a task done (完成现场任务)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from huying.coordination.models import WhistleTask
from huying.coordination.queries.open_whistles import open_task, task_choices
from huying.domain.actors import Actor
from huying.domain.errors import Invalid
from huying.foundation.pictures import Kept
from huying.workorders.actions.move import move
from huying.workorders.choices import AttachmentKind, Part, TextKind
from huying.workorders.models import Assignment


class TaskUntold(Invalid):
    """Done, without a word about it."""

    code = "task_untold"
    sentence = "请写明任务怎样完成的。"


@transaction.atomic(savepoint=False)
def finish_task(
    *,
    order_id: int,
    note: str,
    task_id: int | None = None,
    seen: int,
    actor: Actor,
    at: datetime,
    pictures: Sequence[Kept] = (),
) -> None:
    """Write how a task was done; ``task_id`` may be left out where the unit has one.

    Raises:
        TaskUntold, TaskUnclear, or what ``move`` raises.

    """
    if not note.strip():
        raise TaskUntold(fields={"note": TaskUntold.sentence})
    task = open_task(order_id=order_id, unit_id=actor.unit_id, task_id=task_id)
    order = move(
        order_id=order_id,
        action="finish_task",
        actor=actor,
        at=at,
        seen=seen,
        data={"whistle": task.whistle_id, "task": task.number} if task else {},
        texts={TextKind.PROGRESS: note.strip()},
        pictures={AttachmentKind.PROOF: pictures},
    )
    WhistleTask.objects.filter(pk=task.pk if task else 0).update(done_at=at, done_event=order.events)
    if not task_choices(order_id=order_id, unit_id=actor.unit_id):
        mine = Assignment.objects.filter(order=order, unit_id=actor.unit_id or 0, part=Part.TASK, closed_at=None)
        mine.update(closed_at=at)
