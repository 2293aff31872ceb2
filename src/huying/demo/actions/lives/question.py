"""Let a unit of the demonstration put a question to its superior, or a leader write an instruction (提级、批示)."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

from huying.coordination.actions.answer_escalation import answer_escalation
from huying.coordination.actions.escalate import escalate
from huying.coordination.actions.instruct import instruct
from huying.coordination.actions.report_instruction import report_instruction
from huying.coordination.choices.escalation import AskedLevel, EscalationOutcome
from huying.demo.actions.lives.take_step import take_step
from huying.demo.queries.life import Life, OverError
from huying.demo.queries.sides import Side
from huying.domain.actors import Actor, Role


def live_question(*, life: Life) -> None:
    """Ask the district, or the city where there is none; or let a leader say what is to be done."""
    district = life.cast.districts[life.lead_id]
    leader = life.of(district, Role.LEADER) if district else life.hotline(Role.LEADER)
    if life.call.side is Side.ESCALATION:
        _ask(life, leader, is_of_district=bool(district))
    else:
        _instruct(life, leader if life.chance(0.5) else life.hotline(Role.LEADER))


def _ask(life: Life, leader: Actor, *, is_of_district: bool) -> None:
    way, step = life.call.way, partial(take_step, life=life)
    step(
        action=escalate,
        actor=life.of(life.lead_id, Role.REVIEWER if life.chance(0.4) else Role.CLERK),
        after=life.lately(30, 300) if way == "asked" else life.office(life.minutes(60, 900)),
        level=AskedLevel.DISTRICT if is_of_district else AskedLevel.CITY,
        question=life.said("asked_question"),
        why=life.said("asked_why"),
        tried=life.said("asked_tried"),
    )
    if way == "asked":
        raise OverError
    answer = partial(step, action=answer_escalation)
    if way == "raised" and is_of_district:
        after = life.office(life.minutes(60, 900))
        answer(actor=leader, after=after, outcome=EscalationOutcome.RAISED, words=life.said("raised"))
        leader = life.hotline(Role.LEADER)
    answer(
        actor=leader,
        after=life.office(life.minutes(90, 1800)),
        outcome=EscalationOutcome.ANSWERED,
        words=life.said("answer"),
        owner=life.said("owner"),
    )


def _instruct(life: Life, leader: Actor) -> None:
    is_left = life.call.way == "given"
    take_step(
        life=life,
        action=instruct,
        actor=leader,
        after=life.lately(60, 400) if is_left else life.office(life.minutes(60, 900)),
        words=life.said("instruction"),
        owner=life.said("owner"),
    )
    if is_left:
        raise OverError
    take_step(
        life=life,
        action=report_instruction,
        actor=life.of(life.lead_id),
        after=life.office(timedelta(days=1) + life.minutes(60, 900)),
        report=life.said("instruction_done"),
    )
