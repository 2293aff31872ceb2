"""End a whistle (消哨)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import F

from huying.catalogue.queries.matters import matter
from huying.coordination.models import Whistle, WhistleCall, WhistleTask
from huying.coordination.queries.open_whistles import open_whistle, task_choices
from huying.domain.actors import Actor
from huying.domain.errors import Invalid
from huying.domain.policies import Stage
from huying.workorders.actions.move import move
from huying.workorders.choices import Part, TextKind
from huying.workorders.models import Assignment, Clock, Order
from huying.workorders.queries.limits import clocks_for


class ConclusionEmpty(Invalid):
    """The end of a whistle that says not what came of it."""

    code = "conclusion_empty"
    sentence = "请写明处置结果。"


class TasksUndone(Invalid):
    """约定 (事不完、人不撤): a task that is not finished needs a reason."""

    code = "tasks_undone"
    sentence = "还有任务没有完成，请等完成后再消哨，或写明未完成的原因和后续安排。"


@transaction.atomic(savepoint=False)
def end_whistle(
    *,
    order_id: int,
    conclusion: str,
    undone_reason: str = "",
    whistle_id: int | None = None,
    seen: int,
    actor: Actor,
    at: datetime,
) -> None:
    """Close one whistle; from then on both sides may rate each other (互评).

    Who has not come by then is a no-show, or let off where the time to arrive has not run out.

    Raises:
        ConclusionEmpty, TasksUndone, WhistleNotFound, WhistleUnclear, or what ``move`` raises.

    """
    if not conclusion.strip():
        raise ConclusionEmpty(fields={"conclusion": ConclusionEmpty.sentence})
    whistle = open_whistle(order_id=order_id, whistle_id=whistle_id)
    undone = WhistleTask.objects.filter(whistle=whistle, done_at=None)
    dropped = list(undone.order_by("number").values_list("number", flat=True))
    if dropped and not undone_reason.strip():
        raise TasksUndone(fields={"undone_reason": TasksUndone.sentence})
    reason = [f"未完成任务 {'、'.join(map(str, dropped))}：{undone_reason.strip()}"] if dropped else []
    order = move(
        order_id=order_id,
        action="end_whistle",
        actor=actor,
        at=at,
        seen=seen,
        data={"whistle": whistle.pk if whistle else None, "undone": dropped},
        texts={TextKind.SCENE: "\n".join([f"处置结果：{conclusion.strip()}", *reason])},
    )
    if whistle is None:  # the table saw one open
        raise AssertionError(order_id)
    _stop_waiting(order, whistle, at=at)
    undone.update(dropped_at=at)
    WhistleCall.objects.filter(whistle=whistle).update(closed_at=at)
    Whistle.objects.filter(pk=whistle.pk).update(ended_at=at)
    _leave_the_spot(order, whistle, at=at)
    _ask_for_ratings(order, whistle, at=at)
    _go_on_with_the_next(order)


def _stop_waiting(order: Order, whistle: Whistle, *, at: datetime) -> None:
    """End what ran for units that never answered; one that still had time is let off."""
    silent = list(whistle.calls.filter(answer_event=None).values_list("unit_id", flat=True))
    clocks = Clock.objects.filter(order=order, stage=Stage.ARRIVE, unit_id__in=silent, stopped_at=None)
    clocks.filter(due_at__gte=at).update(stopped_at=at, void=True)
    clocks.update(stopped_at=at)
    Assignment.objects.filter(order=order, unit_id__in=silent, part=Part.REPORT, closed_at=None).update(closed_at=at)


def _leave_the_spot(order: Order, whistle: Whistle, *, at: datetime) -> None:
    for unit in set(whistle.tasks.values_list("unit_id", flat=True)):
        if not task_choices(order_id=order.pk, unit_id=unit):
            parts = Assignment.objects.filter(order=order, unit_id=unit, part=Part.TASK, closed_at=None)
            parts.update(closed_at=at)


def _ask_for_ratings(order: Order, whistle: Whistle, *, at: datetime) -> None:
    """Ask the blower and every unit that was held to come to rate each other; a unit that was let off, not."""
    let_off = {"answer_event": None, "arrive_by__gte": F("closed_at")}
    called = set(whistle.calls.exclude(**let_off).values_list("unit_id", flat=True))
    raters = {whistle.unit_id, *called} if called else set()
    asked = Assignment.objects.filter(order=order, part=Part.RATE, closed_at=None)
    Assignment.objects.bulk_create(
        Assignment(order=order, unit_id=unit, part=Part.RATE, assigned_at=at)
        for unit in sorted(raters - set(asked.values_list("unit_id", flat=True)))
    )


def _go_on_with_the_next(order: Order) -> None:
    """Let the order's clock be that of the oldest whistle still open, as it ran from its own beginning."""
    following = Whistle.objects.filter(order=order, ended_at=None).order_by("pk").first()
    if following is None:
        return
    chosen = matter(matter_id=order.matter_id) if order.matter_id else None
    (clock,) = clocks_for(
        order=order,
        stages=[(Stage.WHISTLE, following.unit_id)],
        matter_code=chosen.code if chosen else "",
        at=following.blown_at,
    )
    clock.save()
