"""Let the calls of a burst be merged into its first order, and every caller be answered (并单)."""

from __future__ import annotations

from contextlib import suppress
from random import Random

from django.db.models import Max

from huying.demo.actions.lives.again import live_again
from huying.demo.actions.lives.answer import live_answer
from huying.demo.actions.lives.dispatch import live_dispatch
from huying.demo.actions.lives.followup import live_followup
from huying.demo.actions.lives.handling import take_in_hand
from huying.demo.actions.lives.suggest_at_once import suggest_at_once
from huying.demo.actions.lives.take_step import take_step
from huying.demo.queries.earlier import first_of_burst
from huying.demo.queries.life import MINUTE, Life, OverError
from huying.domain.actors import Role, policy_actor
from huying.foundation import clock
from huying.intake.actions.answer_merged import answer_merged
from huying.intake.actions.follow_master import follow_master
from huying.intake.actions.merge_orders import merge_orders
from huying.workorders.models import Event, Order
from huying.workorders.queries.merges import open_children

_POLICY = "merged"


def live_burst(*, life: Life) -> None:
    """Take the first order in hand; merge each other into it; after the last call answer and call back everybody.

    The first order waits meanwhile: its further life begins when the burst is over.
    """
    master = first_of_burst(call=life.call, order_id=life.order_id)
    if master is None:
        live_dispatch(life=life)
        take_in_hand(life=life)
        return
    suggest_at_once(life=life)
    _merge(life, master)
    if life.call.is_last:
        _answer_everybody(life, Order.objects.get(pk=master.pk))


def _merge(life: Life, master: Order) -> None:
    touched = Event.objects.filter(order=master).aggregate(at=Max("occurred_at"))["at"]
    take_step(
        life=life,
        action=merge_orders,
        actor=life.hotline(Role.DISPATCHER),
        after=max(life.at + life.minutes(3, 30), touched + MINUTE),
        numbers=[master.number],
        master_number=master.number,
        reason=life.said("merge"),
    )
    with clock.moved(life.at):
        actor = policy_actor(centre_id=life.cast.centre_id, name=_POLICY)
        follow_master(order_id=life.order_id, actor=actor, at=life.at)


def _answer_everybody(last: Life, master: Order) -> None:
    first = _life(last, master, number=0)
    live_answer(life=first, is_rework=False)
    actor = policy_actor(centre_id=last.cast.centre_id, name=_POLICY)
    for number, child_id in enumerate(open_children(order_id=master.pk), 1):
        at = first.at + number * MINUTE / 30
        if at > last.until:
            raise OverError
        with clock.moved(at):
            answer_merged(order_id=child_id, until=first.seen, actor=actor, at=at)
        child = _life(last, Order.objects.get(pk=child_id), number=number)
        child.at, child.result = at, first.result
        _call_back(child)
    _call_back(first)


def _call_back(life: Life) -> None:
    with suppress(OverError):
        if live_followup(life=life, is_rework=False):
            live_again(life=life)


def _life(last: Life, order: Order, *, number: int) -> Life:
    """Return the life of an order of the burst as it stands."""
    rng = Random(f"{last.rng.random()}/{number}")  # noqa: S311  # a demonstration, no secret
    life = Life(
        call=last.call,
        cast=last.cast,
        rng=rng,
        until=last.until,
        at=last.at,
        order_id=order.pk,
        seen=order.events,
        lead_id=order.accountable_unit_id or 0,
    )
    life.started = order.registered_at
    life.read_limit()
    return life
