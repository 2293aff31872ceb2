"""Let one demand of the demonstration live: everything that happens to it, by the real actions, each at its time."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime
from random import Random

from django.db import transaction

from huying.demo.actions.lives.again import live_again
from huying.demo.actions.lives.answer import live_answer
from huying.demo.actions.lives.burst import live_burst
from huying.demo.actions.lives.dispatch import live_dispatch
from huying.demo.actions.lives.followup import live_followup
from huying.demo.actions.lives.handling import live_handling
from huying.demo.actions.lives.split import live_split
from huying.demo.actions.lives.take_step import take_step
from huying.demo.actions.receive_call import receive_call
from huying.demo.queries.calls import Call
from huying.demo.queries.cast import Cast
from huying.demo.queries.earlier import earlier_number
from huying.demo.queries.life import Life, OverError
from huying.domain.actors import Role
from huying.domain.states import State
from huying.foundation import clock, outbox
from huying.intake.actions.accept_order import accept_order
from huying.intake.actions.link_repeat import link_repeat
from huying.intake.choices import Route


@transaction.atomic(savepoint=False)
def live_order(*, call: Call, cast: Cast, seed: int, until: datetime) -> int:
    """Register a demand and take it as far as it comes before ``until``; return the order's id.

    Each action runs under the clock moved to its moment. What jobs would do is done at once; only what would
    come after ``until`` is left to a job. The same seed and call give the same life.
    """
    rng = Random(f"{seed}/life/{call.number}")  # noqa: S311  # a demonstration, no secret
    life = Life(call=call, cast=cast, rng=rng, until=until, at=call.at)
    with outbox.held():
        if not _begin(life):
            return life.order_id
        if call.burst is not None:
            with suppress(OverError):
                live_burst(life=life)
            return life.order_id
        parts: list[Life] = []
        with suppress(OverError):
            parts = live_split(life=life)
        for one in (life, *parts):
            with suppress(OverError):
                _live(one)
    return life.order_id


def _begin(life: Life) -> bool:
    """Register the demand, as an operator hears it or as it comes in by itself; return whether it is dispatched."""
    call, operator = life.call, life.hotline(Role.OPERATOR)
    with clock.moved(call.at):
        order = receive_call(call=call, cast=life.cast, operator=operator, at=call.at)
    life.order_id, life.seen = order.pk, 1
    is_for_dispatch = order.state == State.AWAITING_DISPATCH
    if order.state == State.AWAITING_ACCEPTANCE:
        route = call.route if call.route is not Route.PROGRESS else Route.ANSWER
        try:
            take_step(
                life=life,
                action=accept_order,
                actor=operator,
                after=life.daytime(life.minutes(8, 300)),
                route=route,
                kind=call.kind,
                urgency=call.urgency,
                matter_id=life.cast.matters[call.matter],
                region_id=life.cast.regions[call.community],
                reason=call.reason,
            )
        except OverError:
            return False
        is_for_dispatch = route is Route.DISPATCH
    if is_for_dispatch and call.is_again and (number := earlier_number(call=call, actor=operator)):
        with suppress(OverError):
            take_step(life=life, action=link_repeat, actor=operator, after=life.minutes(1, 5), repeats_number=number)
    return is_for_dispatch


def _live(life: Life) -> None:
    live_dispatch(life=life)
    live_handling(life=life)
    live_answer(life=life, is_rework=False)
    if live_followup(life=life, is_rework=False):
        live_again(life=life)
