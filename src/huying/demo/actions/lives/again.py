"""Let an order of the demonstration be done again, since the caller says that it is not solved (重办)."""

from __future__ import annotations

from functools import partial

from huying.demo.actions.lives.answer import live_answer
from huying.demo.actions.lives.followup import live_followup
from huying.demo.actions.lives.take_step import take_step
from huying.demo.queries.calls import REWORKED
from huying.demo.queries.life import Life, OverError
from huying.handling.actions.record_contact import record_contact
from huying.handling.actions.record_progress import record_progress


def live_again(*, life: Life) -> None:
    """Speak with the caller, work, answer and call back once more."""
    if life.call.number in REWORKED and life.chance(0.7):
        raise OverError
    clerk, step = life.of(life.lead_id), partial(take_step, life=life)
    life.started = life.at
    life.read_limit()
    after = life.office(life.minutes(6, 1500))
    step(action=record_contact, actor=clerk, after=after, reached=True, note=life.word("contact"))
    if life.chance(0.5):
        step(action=record_progress, actor=clerk, after=life.office(life.minutes(30, 600)), note=life.word("progress"))
    live_answer(life=life, is_rework=True)
    live_followup(life=life, is_rework=True)
