"""Record what was found and decided on the spot, and who does what by when (现场会诊)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from django.db import transaction

from huying.coordination.models import Whistle, WhistleTask
from huying.coordination.queries.due import FARTHEST
from huying.coordination.queries.open_whistles import open_whistle
from huying.domain.actors import Actor
from huying.domain.errors import Invalid
from huying.foundation.clock import SHANGHAI
from huying.foundation.pictures import Kept
from huying.organisation.queries.units import names_of
from huying.workorders.actions.move import move
from huying.workorders.choices import AttachmentKind, Part, TextKind
from huying.workorders.models import Assignment, Order

WHAT_MAX, MOST = 200, 20


class NewTask(Protocol):
    """A task to be given, as a form or a system says it."""

    @property
    def unit_id(self) -> int:
        """Return to whom."""

    @property
    def what(self) -> str:
        """Return what is to be done."""

    @property
    def due_at(self) -> datetime:
        """Return by when."""


class SceneEmpty(Invalid):
    """A record that says neither what was found nor what was decided."""

    code = "scene_empty"
    sentence = "请写明现场情况和处置决定。"


class TaskUnfit(Invalid):
    """A task for a unit that is not there, without words, or due in the past."""

    code = "task_unfit"
    sentence = "任务请写明做什么，交给吹哨或报到的单位，完成时间在现在之后。"


@transaction.atomic(savepoint=False)
def record_scene(
    *,
    order_id: int,
    finding: str,
    decision: str,
    tasks: Sequence[NewTask] = (),
    whistle_id: int | None = None,
    seen: int,
    actor: Actor,
    at: datetime,
    pictures: Sequence[Kept] = (),
) -> None:
    """Write finding and decision, and give the tasks; ``whistle_id`` may be left out where one whistle is open.

    依据: 条例 art 16: they work under the street's scheduling; 现场会诊 and 任务分解 are practice (约定).

    Raises:
        SceneEmpty, TaskUnfit, WhistleNotFound, WhistleUnclear, or what ``move`` raises.

    """
    empty = {name: text for name, text in (("finding", finding), ("decision", decision)) if not text.strip()}
    if empty:
        raise SceneEmpty(fields=dict.fromkeys(empty, SceneEmpty.sentence))
    whistle = open_whistle(order_id=order_id, whistle_id=whistle_id)
    _fit(tasks, whistle, at=at)
    first = WhistleTask.objects.filter(whistle=whistle).count() + 1 if whistle else 1
    order = move(
        order_id=order_id,
        action="record_scene",
        actor=actor,
        at=at,
        seen=seen,
        data={"whistle": whistle.pk if whistle else None, "tasks": [task.unit_id for task in tasks]},
        texts={TextKind.SCENE: _words(finding, decision, tasks, first)},
        pictures={AttachmentKind.PROOF: pictures},
    )
    WhistleTask.objects.bulk_create(
        WhistleTask(
            whistle=whistle,
            number=number,
            unit_id=task.unit_id,
            what=task.what.strip(),
            due_at=task.due_at,
            given_at=at,
            given_event=order.events,
        )
        for number, task in enumerate(tasks, first)
    )
    _let_finish(order, {task.unit_id for task in tasks}, at=at)


def _fit(tasks: Sequence[NewTask], whistle: Whistle | None, *, at: datetime) -> None:
    if whistle is None or not tasks:
        return
    there = {whistle.unit_id, *whistle.calls.filter(refused_at=None).values_list("unit_id", flat=True)}
    for number, task in enumerate(tasks, 1):
        is_worded = 0 < len(task.what.strip()) <= WHAT_MAX
        if task.unit_id not in there or not is_worded or task.due_at <= at or len(tasks) > MOST:
            raise TaskUnfit(fields={"tasks": TaskUnfit.sentence})
        if task.due_at > at + FARTHEST:
            raise TaskUnfit(fields={"tasks": f"第 {number} 项任务的完成时间不能在一年之后，请核对年份。"})


def _words(finding: str, decision: str, tasks: Sequence[NewTask], first: int) -> str:
    names = names_of(unit_ids={task.unit_id for task in tasks})
    lines = [
        f"任务 {number}：{task.what.strip()}（{names.get(task.unit_id, '')}，"
        f"{task.due_at.astimezone(SHANGHAI):%m-%d %H:%M} 前）"
        for number, task in enumerate(tasks, first)
    ]
    return "\n".join([f"现场情况：{finding.strip()}", f"处置决定：{decision.strip()}", *lines])


def _let_finish(order: Order, units: set[int], *, at: datetime) -> None:
    """Let each unit report its tasks done; one part a unit, however many tasks it has."""
    parts = Assignment.objects.filter(order=order, part=Part.TASK, closed_at=None)
    has_some = set(parts.values_list("unit_id", flat=True))
    Assignment.objects.bulk_create(
        Assignment(order=order, unit_id=unit, part=Part.TASK, assigned_at=at) for unit in sorted(units - has_some)
    )
