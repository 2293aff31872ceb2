"""Let units confer on whose an order of the demonstration is (会商)."""

from __future__ import annotations

from datetime import datetime, timedelta

from huying.coordination.actions.call_conference import call_conference
from huying.coordination.actions.give_opinion import give_opinion
from huying.coordination.actions.settle_conference import settle_conference
from huying.coordination.choices.conference import Outcome, Position
from huying.demo.actions.lives.take_step import take_step
from huying.demo.queries.life import Life, OverError
from huying.domain.actors import Role


def live_conference(*, life: Life, lead_id: int, after: timedelta | datetime, but: int = 0) -> int:
    """Ask two units, hear them and decide; return who is to lead: one of them, or the district of the place.

    ``but`` is not chosen: it asked to be rid of the order.
    """
    other = life.street if lead_id != life.street else life.cast.units["cg"]
    asked = [lead_id, other]
    chair = life.hotline(Role.ARBITER)
    take_step(
        life=life, action=call_conference, actor=chair, after=after, unit_ids=asked, question=life.said("question")
    )
    is_decided = life.call.way != "undecided"
    chosen = life.rng.choice([unit for unit in asked if unit != but])
    for unit_id in asked if life.call.way != "called" else asked[:1]:
        is_own = unit_id == chosen and is_decided
        take_step(
            life=life,
            action=give_opinion,
            actor=life.of(unit_id),
            after=life.office(life.minutes(30, 400)),
            position=Position.OURS if is_own else Position.PARTLY if life.chance(0.3) else Position.NOT_OURS,
            basis=life.word("basis"),
            words=life.said("ours" if is_own else "not_ours"),
        )
    if life.call.way == "called":
        raise OverError
    take_step(
        life=life,
        action=settle_conference,
        actor=chair,
        after=life.office(life.minutes(20, 240)),
        outcome=Outcome.DECIDED if is_decided else Outcome.UNDECIDED,
        lead_unit_id=chosen if is_decided else None,
        legal_basis=life.word("basis") if is_decided else "",
        words=life.said("decision" if is_decided else "undecided"),
    )
    return chosen if is_decided else life.cast.districts[life.street] or chosen
