"""Which whistle an action means: the open ones of an order, and what they wait for from a unit."""

from __future__ import annotations

from dataclasses import dataclass

from huying.coordination.models import Whistle, WhistleCall, WhistleTask
from huying.domain.errors import Invalid, NotFound
from huying.foundation.clock import SHANGHAI
from huying.organisation.queries.units import names_of


class WhistleNotFound(NotFound):
    """No such whistle of this order, or it was ended."""

    code = "whistle_not_found"
    sentence = "没有找到这次吹哨，可能已经消哨，请回到工单页面核对。"


class WhistleUnclear(Invalid):
    """Several are open, and none was named."""

    code = "whistle_unclear"
    sentence = "本单有多次吹哨还没有消哨，请选择是哪一次。"


class TaskUnclear(Invalid):
    """Several tasks wait for the unit, and none of them was named."""

    code = "task_unclear"
    sentence = "请选择要报告完成的是哪一项任务。"


@dataclass(frozen=True, kw_only=True)
class Choice:
    """One of several to choose from."""

    id: int
    label: str


def open_whistle(*, order_id: int, whistle_id: int | None) -> Whistle | None:
    """Return the open whistle that is meant: the named one, or the only one; ``None`` where none is open.

    Raises:
        WhistleNotFound, WhistleUnclear.

    """
    found = list(Whistle.objects.filter(order_id=order_id, ended_at=None).order_by("pk"))
    if whistle_id is not None:
        found = [whistle for whistle in found if whistle.pk == whistle_id]
        if not found:
            raise WhistleNotFound
    if len(found) > 1:
        raise WhistleUnclear(fields={"whistle_id": WhistleUnclear.sentence})
    return found[0] if found else None


def waiting_call(*, order_id: int, unit_id: int | None) -> WhistleCall | None:
    """Return the call that waits for the unit's arrival; a unit is never called twice at once."""
    calls = WhistleCall.objects.filter(whistle__order_id=order_id, unit_id=unit_id or 0)
    return calls.filter(answer_event=None, closed_at=None).first()


def open_task(*, order_id: int, unit_id: int | None, task_id: int | None) -> WhistleTask | None:
    """Return the unit's unfinished task that is meant: the named one, or the only one; raises ``TaskUnclear``."""
    found = [task for task in _open_tasks(order_id, unit_id) if task_id in {None, task.pk}]
    if len(found) > 1 or (task_id is not None and not found):
        raise TaskUnclear(fields={"task_id": TaskUnclear.sentence})
    return found[0] if found else None


def whistle_choices(*, order_id: int) -> tuple[Choice, ...]:
    """Return the open whistles of an order, oldest first; who asks may see the order."""
    found = list(Whistle.objects.filter(order_id=order_id, ended_at=None).prefetch_related("calls").order_by("pk"))
    names = names_of(unit_ids={call.unit_id for whistle in found for call in whistle.calls.all()})
    return tuple(
        Choice(
            id=whistle.pk,
            label=f"{whistle.blown_at.astimezone(SHANGHAI):%m-%d %H:%M} 吹哨："
            + "、".join(names[call.unit_id] for call in whistle.calls.all()),
        )
        for whistle in found
    )


def task_choices(*, order_id: int, unit_id: int | None) -> tuple[Choice, ...]:
    """Return the unfinished tasks of a unit in an order."""
    return tuple(Choice(id=task.pk, label=f"{task.number}. {task.what}") for task in _open_tasks(order_id, unit_id))


def units_on_the_spot(*, order_id: int) -> tuple[Choice, ...]:
    """Return who may be given a task: who blew an open whistle of the order, and whom it called, refusals apart."""
    whistles = list(Whistle.objects.filter(order_id=order_id, ended_at=None).order_by("pk"))
    calls = WhistleCall.objects.filter(whistle__in=whistles, refused_at=None).order_by("pk")
    units = list(dict.fromkeys([*(call.unit_id for call in calls), *(whistle.unit_id for whistle in whistles)]))
    names = names_of(unit_ids=set(units))
    return tuple(Choice(id=unit, label=names[unit]) for unit in units)


def _open_tasks(order_id: int, unit_id: int | None) -> list[WhistleTask]:
    tasks = WhistleTask.objects.filter(whistle__order_id=order_id, unit_id=unit_id or 0, whistle__ended_at=None)
    return list(tasks.filter(done_at=None).order_by("whistle_id", "number"))
