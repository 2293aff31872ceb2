"""Reads of the follow-up."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q

from huying.domain.actors import Actor
from huying.domain.guards import OrderFacts
from huying.domain.policies import FollowupStart
from huying.followup.choices import Satisfaction, Solved, TaskState
from huying.followup.models import Attempt, Task, Verdict
from huying.foundation import rows
from huying.organisation.queries.people import person_names
from huying.policy.queries import policy_of
from huying.web.rows import Light
from huying.workorders.choices import FactFinding, OrderKind, ResultKind, Stage, TextKind
from huying.workorders.models import Clock, Order
from huying.workorders.queries.dossier import Dossier
from huying.workorders.queries.history import sees_original
from huying.workorders.queries.visible import visible_orders

PAGE, _COUNTED = 50, 1000
_PLACE = re.compile(r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{6})?\+00:00)_(\d{1,18})")
_HIDDEN = "（诉求人要求保密，不向承办单位显示）"
_THROUGH = (Task, "order_id")
_OF_ORDER = (
    rows.Wanted(model=Task, column="order_id", by=("round",)),
    rows.Wanted(model=Attempt, column="task_id", by=("number",), through=_THROUGH),
    rows.Wanted(model=Verdict, column="task_id", by=("task_id",), through=_THROUGH),
)
_SATISFIED = (Satisfaction.VERY_SATISFIED, Satisfaction.SATISFIED, Satisfaction.BASICALLY)


@dataclass(frozen=True, kw_only=True)
class Opening:
    """When the follow-up of a reply is to be opened, and for which round."""

    centre_id: int
    round: int
    at: datetime


def opening_of(*, order_id: int, replied_at: datetime) -> Opening:
    """Return when the follow-up of a reply starts, as the order's policy says: at once, or after the limit.

    依据: 北京市接诉即办工作条例 art 23 for 「after the handling limit」; at once: 济南 art 27.
    """
    order = Order.objects.get(pk=order_id)
    at = replied_at
    if policy_of(version_id=order.policy_version_id).followup_starts is FollowupStart.AFTER_LIMIT:
        limits = Clock.objects.filter(order=order, stage=Stage.HANDLE, round=order.round)
        at = max([at, *limits.values_list("due_at", flat=True)])
    return Opening(centre_id=order.centre_id, round=order.round, at=at)


@dataclass(frozen=True, kw_only=True)
class QueueRow:
    """An open follow-up; ``is_ripe`` when it may be called now, ``level`` the light of ``due_at``."""

    number: str
    title: str
    kind_label: str
    unit_name: str
    round: int
    attempts: int
    next_try_at: datetime
    is_ripe: bool
    due_at: datetime
    level: Light


@dataclass(frozen=True, kw_only=True)
class QueuePage:
    """A page of the queue; ``before`` and ``after`` lead on, ``total`` stops at one thousand."""

    rows: tuple[QueueRow, ...]
    total: int
    before: str = ""
    after: str = ""


def queue(*, actor: Actor, at: datetime, before: str = "", after: str = "") -> QueuePage:
    """Return a page of open follow-ups that the actor may see, those to be called first in front.

    ``before`` and ``after`` are what an earlier page gave; anything else begins at the front.
    """
    found = Task.objects.filter(centre_id=actor.centre_id, state=TaskState.OPEN, order__in=visible_orders(actor=actor))
    place = _PLACE.fullmatch(after or before)
    turned = place is not None and not after
    page = found.select_related("order__accountable_unit").order_by("next_try_at", "id")
    if place:
        moment, task_id = datetime.fromisoformat(place[1]), int(place[2])
        page = page.filter(_beyond(moment, task_id, turned=turned))
    tasks = list((page.reverse() if turned else page)[: PAGE + 1])
    is_more, tasks = len(tasks) > PAGE, tasks[:PAGE]
    if turned:
        tasks.reverse()
    return QueuePage(
        rows=tuple(_queue_row(task, at) for task in tasks),
        total=found[:_COUNTED].count(),
        before=_named(tasks[0]) if tasks and (is_more if turned else place) else "",
        after=_named(tasks[-1]) if tasks and (turned or is_more) else "",
    )


def _named(task: Task) -> str:
    return f"{task.next_try_at.isoformat()}_{task.pk}"


def _beyond(moment: datetime, task_id: int, *, turned: bool) -> Q:
    """Filter what comes after a place in the queue, or before it when turned."""
    if turned:
        return Q(next_try_at__lte=moment) & ~Q(next_try_at=moment, id__gte=task_id)
    return Q(next_try_at__gte=moment) & ~Q(next_try_at=moment, id__lte=task_id)


def _queue_row(task: Task, at: datetime) -> QueueRow:
    order = task.order
    is_near = order.nearly_at is not None and at >= order.nearly_at
    return QueueRow(
        number=order.number,
        title=order.title,
        kind_label=OrderKind(order.kind).label,
        unit_name=order.accountable_unit.name if order.accountable_unit else "",
        round=task.round,
        attempts=task.attempts,
        next_try_at=task.next_try_at,
        is_ripe=task.next_try_at <= at,
        due_at=task.due_at,
        level=Light.OVER if at > task.due_at else Light.NEAR if is_near else Light.NORMAL,
    )


@dataclass(frozen=True, kw_only=True)
class AnswerRow:
    """What the unit answered last, for the one who asks the caller about it."""

    result_label: str
    fact_label: str
    legal_basis: str
    words: str


def answer_of(*, dossier: Dossier) -> AnswerRow | None:
    """Return the last reply to an order that the actor may see, ``None`` before there is one."""
    if not dossier.replies:
        return None
    reply = dossier.replies[-1]
    return AnswerRow(
        result_label=ResultKind(reply.result).label,
        fact_label=FactFinding(reply.fact_finding).label,
        legal_basis=reply.legal_basis,
        words=dossier.bodies(TextKind.REPLY).get((TextKind.REPLY, reply.event), ""),
    )


@dataclass(frozen=True, kw_only=True)
class CallRow:
    """One call of a follow-up."""

    at: datetime
    number: int
    person_name: str
    reached: bool
    note: str


@dataclass(frozen=True, kw_only=True)
class VerdictRow:
    """What the caller said; ``words`` are verbatim, and kept from units where the order is confidential.

    ``is_own``: said on the public pages, not on the telephone.
    """

    contacted: bool
    solved_label: str
    satisfied_label: str
    attitude_label: str
    words: str
    is_own: bool


@dataclass(frozen=True, kw_only=True)
class TaskRow:
    """The follow-up of one round. ``is_for_supervision``: unsolved, and reworked as often as policy grants."""

    round: int
    state: str
    state_label: str
    due_at: datetime
    next_try_at: datetime
    calls: tuple[CallRow, ...]
    verdict: VerdictRow | None
    is_for_supervision: bool


def panel(*, dossier: Dossier, actor: Actor) -> tuple[TaskRow, ...]:
    """Return the follow-ups of an order that the actor may see, one a round, oldest first."""
    order = dossier.facts
    if not dossier.replies:
        return ()
    tasks, calls, found = rows.together(*_OF_ORDER, value=order.id)
    texts = {event: body for (_, event), body in dossier.bodies(TextKind.ATTEMPT, TextKind.WORDS).items()}
    people = person_names(person_ids={call.person_id for call in calls})
    verdicts = {verdict.task_id: verdict for verdict in found}
    words_open = sees_original(order=order, actor=actor)
    return tuple(
        TaskRow(
            round=task.round,
            state=task.state,
            state_label=TaskState(task.state).label,
            due_at=task.due_at,
            next_try_at=task.next_try_at,
            calls=tuple(_call_row(call, people, texts) for call in calls if call.task_id == task.pk),
            verdict=_verdict_row(verdicts.get(task.pk), texts, words_open=words_open),
            is_for_supervision=_is_for_supervision(order, verdicts.get(task.pk), task),
        )
        for task in tasks
    )


def _call_row(call: Attempt, people: Mapping[int, str], texts: Mapping[int, str]) -> CallRow:
    return CallRow(
        at=call.at,
        number=call.number,
        person_name=people[call.person_id],
        reached=call.reached,
        note="" if call.reached else texts.get(call.event, ""),
    )


def _verdict_row(verdict: Verdict | None, texts: Mapping[int, str], *, words_open: bool) -> VerdictRow | None:
    if verdict is None:
        return None
    words = texts.get(verdict.event, "")
    return VerdictRow(
        contacted=verdict.contacted,
        solved_label=Solved(verdict.solved).label,
        satisfied_label=Satisfaction(verdict.satisfied).label,
        attitude_label=Satisfaction(verdict.attitude).label if verdict.attitude else "",
        words=words if words_open or not words else _HIDDEN,
        is_own=verdict.person_id is None,
    )


def _is_for_supervision(order: OrderFacts, verdict: Verdict | None, task: Task) -> bool:
    return verdict is not None and verdict.solved == Solved.UNSOLVED and task.round > order.rework_limit


@dataclass(frozen=True, kw_only=True)
class VerdictFigures:
    """What callers said in a period. Only calls that reached somebody count (有效回访, domain.md 9.2)."""

    reached: int
    unreachable: int
    contacted: int
    solved: int
    basically: int
    unsolved: int
    satisfied: int


def verdict_figures(*, actor: Actor, since: datetime, until: datetime) -> VerdictFigures:
    """Count the follow-ups that ended in the period, of the orders that the actor may see."""
    ended = Task.objects.filter(
        order__in=visible_orders(actor=actor), ended_at__gte=since, ended_at__lt=until
    ).aggregate(
        reached=Count("pk", filter=Q(state=TaskState.DONE)),
        unreachable=Count("pk", filter=Q(state=TaskState.UNREACHABLE)),
        contacted=Count("pk", filter=Q(verdict__contacted=True)),
        solved=Count("pk", filter=Q(verdict__solved=Solved.SOLVED)),
        basically=Count("pk", filter=Q(verdict__solved=Solved.BASICALLY)),
        unsolved=Count("pk", filter=Q(verdict__solved=Solved.UNSOLVED)),
        satisfied=Count("pk", filter=Q(verdict__satisfied__in=_SATISFIED)),
    )
    return VerdictFigures(**ended)
