"""Move an order: every transition goes through here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import F, Func, Value

from huying.catalogue.queries.matters import matter
from huying.domain import lifecycle
from huying.domain.actors import Actor
from huying.domain.facts import Fact
from huying.domain.lifecycle import OrderNotFound
from huying.domain.policies import Stage
from huying.domain.roads import SEVERAL
from huying.domain.states import FINAL, State
from huying.domain.transitions import Transition
from huying.foundation import rows
from huying.foundation.outbox import publish
from huying.workorders.actions.append_event import Pictures, append_event
from huying.workorders.choices import TextKind
from huying.workorders.models import Assignment, Clock, Order, SearchRow, Text
from huying.workorders.queries.facts import facts_of
from huying.workorders.queries.limits import MAIN_LINE, clocks_for, show_due
from huying.workorders.queries.replayed_row import replayed_row
from huying.workorders.queries.search_words import words_of

_OF_EACH_UNIT = (Stage.PASS_DOWN, Stage.ASSIST, Stage.ARRIVE)
_STOP = """
UPDATE workorders_clock SET stopped_at = %(at)s, void = %(void)s OR stage <> ALL(%(stages)s::text[])
 WHERE order_id = %(order)s AND stopped_at IS NULL AND (%(over)s OR stage = ANY(%(stages)s::text[]))
   AND (%(over)s OR %(void)s OR stage <> ALL(%(of_each)s::text[]) OR unit_id IS NOT DISTINCT FROM %(unit)s::bigint)
"""


@transaction.atomic(savepoint=False)
def move(
    *,
    order_id: int,
    action: str,
    actor: Actor,
    at: datetime,
    seen: int | None,
    to: State | None = None,
    row: Mapping[str, Any] | None = None,
    data: Mapping[str, Any] | None = None,
    texts: Mapping[str, str] | None = None,
    pictures: Pictures | None = None,
    clocks: Sequence[tuple[Stage, int | None]] = (),
    new_due: datetime | None = None,
    is_settled: bool = True,
    is_granted: bool = False,
) -> Order:
    """Lock the order, ask the table, write row, clocks, texts, event and fact; return the locked order.

    ``to`` chooses among several targets. ``row`` sets other columns of the order by name (``holder_unit_id``
    and the like). ``data`` is added to the event: codes and ids only. ``clocks`` start besides those of the table,
    each for a unit. ``new_due`` puts off the limit that the order shows, as a granted extension does.
    ``is_settled=False`` leaves the side road open that the table says the action closes, ``is_granted`` opens the one
    that it grants. Raises ``OrderNotFound``, ``NotAllowed``, ``WrongState``, ``SeenOutOfDate``, a guard's refusal or
    ``TooManyPictures``.
    """
    order = rows.locked(Order, order_id)
    if order is None:
        raise OrderNotFound
    transition = lifecycle.check(facts_of(order=order), action, actor, seen=seen)
    target = _target(transition, to, State(order.state))
    for name, value in (row or {}).items():
        setattr(order, name, value)
    _enter(order, target, at=at)
    _stop_clocks(order, transition.stops_for(target), actor=actor, is_void=target is State.WITHDRAWN, at=at)
    _stop_clocks(order, transition.voids_on.get(target, ()), actor=actor, is_void=True, at=at)
    stages = [(stage, _unit_of(stage, order)) for stage in transition.starts_for(target)]
    _start_clocks(order, [*stages, *clocks], at=at)
    _put_off(order, new_due)
    _take_roads(order, transition, is_settled=is_settled, is_granted=is_granted)
    order.events += 1
    after = {**(data or {}), "set": replayed_row(order)}
    append_event(order=order, action=action, actor=actor, at=at, data=after, texts=texts or {}, pictures=pictures)
    rows.overwrite(order)
    if transfer := (texts or {}).get(TextKind.TRANSFER):
        _search_for(order, transfer)
    if target in FINAL:
        Assignment.objects.filter(order=order, closed_at=None).update(closed_at=at)
    publish(
        Fact(
            name=transition.fact,
            order_id=order.pk,
            centre_id=order.centre_id,
            event=order.events,
            state=order.state,
            at=at,
        )
    )
    return order


def _search_for(order: Order, transfer: str) -> None:
    """Let units find an order by 转办内容 that was written after it was opened."""
    original = "\n".join(Text.objects.filter(order=order, kind=TextKind.ORIGINAL).values_list("body", flat=True))
    words = words_of(order=order, transfer=transfer, original=original)
    SearchRow.objects.filter(order=order).update(words=Func(Value(words), function="array_to_tsvector"))


def _target(transition: Transition, to: State | None, present: State) -> State:
    if not transition.targets:
        return present
    if to is None and len(transition.targets) == 1:
        return transition.targets[0]
    if to not in transition.targets:
        raise AssertionError(f"{transition.action} cannot lead to {to}")
    return to


def _unit_of(stage: Stage, order: Order) -> int | None:
    if stage in {Stage.SIGN, Stage.CONTACT, Stage.PASS_DOWN}:
        return order.holder_unit_id
    return order.accountable_unit_id if stage is Stage.HANDLE else None


def _start_clocks(order: Order, stages: Sequence[tuple[Stage, int | None]], *, at: datetime) -> None:
    if not stages:
        return
    chosen = matter(matter_id=order.matter_id) if order.matter_id else None
    clocks = clocks_for(order=order, stages=stages, matter_code=chosen.code if chosen else "", at=at)
    rows.insert(*clocks)
    show_due(order, clocks)


def _enter(order: Order, target: State, *, at: datetime) -> None:
    if target == order.state:
        return
    if target is State.REWORK:
        order.round += 1
    order.state, order.state_since = target, at


def _put_off(order: Order, due: datetime | None) -> None:
    """Move the running limit of the main line to a later moment; its first one stays in the history."""
    if due is None:
        return
    clock = Clock.objects.get(order=order, stopped_at=None, stage__in=MAIN_LINE)
    clock.due_at = due
    Clock.objects.filter(pk=clock.pk).update(due_at=due, extended=F("extended") + 1)
    show_due(order, [clock])


def _take_roads(order: Order, row: Transition, *, is_settled: bool, is_granted: bool) -> None:
    roads = list(order.open_roads or ())
    if row.closes and is_settled:
        roads.remove(row.closes)
    for road in (row.opens, row.grants if is_granted else None):
        if road and (road in SEVERAL or road not in roads):
            roads.append(road)
    if order.state in FINAL:
        roads.clear()
    if roads or order.open_roads:
        order.open_roads = roads


def _stop_clocks(order: Order, stages: Sequence[Stage], *, actor: Actor, is_void: bool, at: datetime) -> None:
    """Stop the clocks of these stages; those that each unit has for itself only where they are the actor's.

    ``is_void`` gives them up, of every unit. The end of an order gives up what still runs beside its main line.
    """
    is_over = order.state in FINAL
    if not stages and not is_over:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            _STOP,
            {
                "at": at,
                "void": is_void,
                "over": is_over,
                "order": order.pk,
                "stages": [stage.value for stage in stages],
                "of_each": [stage.value for stage in _OF_EACH_UNIT],
                "unit": actor.unit_id,
            },
        )
