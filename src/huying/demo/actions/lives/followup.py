"""Let the hotline call back the caller of an order of the demonstration."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial

from huying.demo.actions.lives.take_step import take_step
from huying.demo.queries.calls import REWORKED
from huying.demo.queries.life import DAY, Life, OverError
from huying.domain.actors import Actor, Role, policy_actor
from huying.domain.policies import OrderKind
from huying.followup.actions.open_task import open_task
from huying.followup.actions.record_attempt import record_attempt
from huying.followup.actions.record_verdict import record_verdict
from huying.followup.choices import Satisfaction, Solved
from huying.followup.queries import opening_of
from huying.followup.tasks import open_task_when_due
from huying.foundation import clock
from huying.handling.actions.settle_ledger import settle_ledger
from huying.workorders.choices import ResultKind


def live_followup(*, life: Life, is_rework: bool) -> bool:
    """Open the follow-up as its policy says and call; return whether the matter is to be done again."""
    _open(life)
    person = life.hotline(Role.FOLLOWUP)
    wait = life.minutes(60, 600 if life.call.number in REWORKED else 3600)
    for unanswered in (0.14, 0.3):
        if not life.chance(unanswered) or life.is_hung:
            break
        take_step(life=life, action=record_attempt, actor=person, after=life.daytime(wait), note=life.word("missed"))
        wait = DAY + life.minutes(20, 400)
    else:
        return False
    is_unsolved = _verdict(life, person, after=life.daytime(wait), is_rework=is_rework)
    if life.is_hung:
        with clock.moved(life.at):
            actor = policy_actor(centre_id=life.cast.centre_id, name="hanging_ledger")
            settle_ledger(order_id=life.order_id, event=life.seen, actor=actor, at=life.at)
    return is_unsolved and not is_rework


def _open(life: Life) -> None:
    opening = opening_of(order_id=life.order_id, replied_at=life.at)
    if (at := opening.at + timedelta(seconds=life.rng.randrange(2, 40))) > life.until:
        open_task_when_due(order_id=life.order_id, event=life.seen, at=life.at)
        raise OverError
    with clock.moved(at):
        actor = policy_actor(centre_id=life.cast.centre_id, name="followup_due")
        open_task(order_id=life.order_id, round=opening.round, actor=actor, at=at)
    life.at, life.seen = at, life.seen + 1


def _verdict(life: Life, person: Actor, *, after: datetime, is_rework: bool) -> bool:
    """Record what the caller says; return whether it is unsolved."""
    share = life.lead.unsolved * (2 if life.result is ResultKind.UNSOLVED else 1) + 0.25 * is_rework
    is_unsolved = life.chance(share * (0.3 if life.call.kind is OrderKind.CONSULTATION else 1)) and not life.is_hung
    is_unsolved |= life.call.number in REWORKED and not is_rework
    weights = [0, 3, 22, 48, 24, 3] if is_unsolved else [38, 38, 18, 3, 0, 3]
    (satisfied,) = life.rng.choices(list(Satisfaction), weights=weights)
    is_happy = satisfied in {Satisfaction.VERY_SATISFIED, Satisfaction.SATISFIED}
    solved = Solved.SOLVED if life.chance(0.82) else Solved.BASICALLY
    take = partial(take_step, life=life, action=record_verdict, actor=person, after=after)
    take(
        contacted=life.chance(0.985),
        solved=Solved.UNSOLVED if is_unsolved else solved,
        satisfied=satisfied,
        attitude=Satisfaction.SATISFIED if is_happy else Satisfaction.BASICALLY if life.chance(0.7) else None,
        words=life.word("bad" if is_unsolved else "good" if is_happy else "fair") or "还可以。",
    )
    return is_unsolved
