"""Let the supervisor of the demonstration ask the unit of an order, and check what it answers (督办)."""

from __future__ import annotations

from functools import partial

from huying.demo.actions.lives.take_step import take_step
from huying.demo.queries.life import Life, OverError
from huying.domain.actors import Role
from huying.foundation.clock import day_of
from huying.supervision.actions.answer_supervision import answer_supervision
from huying.supervision.actions.check_supervision import check_supervision
from huying.supervision.actions.issue_supervision import issue_supervision
from huying.supervision.actions.withdraw_supervision import withdraw_supervision
from huying.supervision.choices import Reason, Verdict
from huying.supervision.queries.asking import forms_for


def live_supervision(*, life: Life) -> None:
    """Ask the lead; it answers, once more where the first answer does not suffice."""
    way, supervisor = life.call.way, life.hotline(Role.SUPERVISOR)
    step = partial(take_step, life=life)
    step(
        action=issue_supervision,
        actor=supervisor,
        after=life.lately(30, 300) if way == "asked" else life.office(life.minutes(20, 240)),
        unit_id=life.lead_id,
        reason=life.rng.choice((Reason.SHIRKING, Reason.FALSE_ANSWER, Reason.REWORKED, Reason.ATTENTION)),
        form=forms_for(order_id=life.order_id)[0],
        words=life.said("supervision"),
    )
    if way == "asked":
        raise OverError
    if way == "taken_back":
        after = life.office(life.minutes(10, 120))
        step(action=withdraw_supervision, actor=supervisor, after=after, reason=life.said("taken_back"))
        return
    _answer(life)
    if way == "to_check":
        raise OverError
    check = partial(step, action=check_supervision, actor=supervisor)
    if way == "again":
        after = life.office(life.minutes(10, 120))
        check(after=after, verdict=Verdict.INSUFFICIENT, words=life.said("insufficient"))
        _answer(life)
    check(after=life.office(life.minutes(10, 120)), verdict=Verdict.ACCEPTED, words=life.said("sufficient"))


def _answer(life: Life) -> None:
    after = life.office(life.minutes(30, 300))
    take_step(
        life=life,
        action=answer_supervision,
        actor=life.of(life.lead_id, Role.REVIEWER if life.chance(0.3) else Role.CLERK),
        after=after,
        measures=life.said("measures"),
        owner=life.said("owner"),
        do_by=day_of(life.until),
    )
