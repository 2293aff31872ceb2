"""Let the unit of an order of the demonstration answer: in time, or not."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import Any

from huying.demo.actions.lives.take_step import take_step
from huying.demo.queries.calls import REVIEWED, REWORKED
from huying.demo.queries.hours import office_from, office_until
from huying.demo.queries.life import Life, OverError
from huying.domain.actors import Actor, Role
from huying.domain.policies import OrderKind
from huying.handling.actions.review_reply import review_reply
from huying.handling.actions.submit_reply import submit_reply
from huying.workorders.choices import FINDINGS, AnsweredBy, DemandFinding, FactFinding, ResultKind, SiteCheck


def live_answer(*, life: Life, is_rework: bool) -> None:
    """Reply and have it reviewed; a reviewer may send the reply back once."""
    is_late = life.chance(life.lead.late) and not life.is_hung
    share = life.rng.uniform(1.03, 1.5) if is_late else 0.2 + 0.75 * life.rng.betavariate(2.4, 2)
    if life.call.number in REWORKED or life.call.number in REVIEWED or life.is_hung:
        share = min(share, 0.4)
    target = life.started + (life.due - life.started) * share
    at = office_from(target, life.cast.calendar) if is_late else office_until(target, life.cast.calendar)
    if life.is_hung:
        at = life.at
    clerk, reviewer = life.of(life.lead_id), life.of(life.lead_id, Role.REVIEWER)
    _reply(life, clerk, at=max(at, life.office(life.minutes(15, 90))), is_rework=is_rework)
    if life.call.number in REVIEWED:
        raise OverError
    review = partial(take_step, life=life, action=review_reply, actor=reviewer)
    if life.chance(0.05):
        review(after=_by_due(life, is_late=is_late), passed=False, opinion=life.word("review"))
        _reply(life, clerk, at=life.at + life.minutes(15, 60), is_rework=is_rework)
    review(after=_by_due(life, is_late=is_late), passed=True)


def _by_due(life: Life, *, is_late: bool) -> datetime:
    """Return when the reviewer looks: in office hours, unless that would be after the limit."""
    at = life.office(life.minutes(8, 480))
    return at if is_late or at < life.due else life.at + life.minutes(3, 20)


def _reply(life: Life, clerk: Actor, *, at: datetime, is_rework: bool) -> None:
    life.result = _result(life)
    done = life.rng.choice(life.call.done)
    if life.result is ResultKind.EXPLAINED and life.call.kind is not OrderKind.CONSULTATION:
        done = life.word("explained")
    if life.result is ResultKind.UNSOLVED:
        done = life.word("unsolved")
    if is_rework:
        done = life.word("rework").format(did=done)
    take_step(
        life=life,
        action=submit_reply,
        actor=clerk,
        after=at,
        fact_finding=_finding(life),
        demand_finding=DemandFinding.REASONABLE if life.chance(0.93) else DemandFinding.NO_POLICY,
        result=life.result,
        answered_by=life.rng.choice([AnsweredBy.PHONE, AnsweredBy.PHONE, AnsweredBy.HOME_VISIT, AnsweredBy.MEETING]),
        legal_basis=life.word("basis"),
        words=f"经核实，{done}。{life.word('told')}",
        **_site(life),
    )


def _site(life: Life) -> dict[str, Any]:
    """Return whether somebody looked at the place, as a reply says it."""
    if life.call.kind in {OrderKind.CONSULTATION, OrderKind.SUGGESTION}:
        return {"site_check": SiteCheck.NO_SITE}
    if life.chance(0.35):
        return {"site_check": SiteCheck.NOT_DONE}
    return {"site_check": SiteCheck.DONE, "site_checked_at": life.at}


def _result(life: Life) -> ResultKind:
    if life.call.kind is OrderKind.CONSULTATION:
        return ResultKind.EXPLAINED
    drawn = life.rng.random()
    if drawn < life.lead.unsolved / 3 and not life.is_hung:
        return ResultKind.UNSOLVED
    return ResultKind.EXPLAINED if drawn < 0.14 + life.lead.unsolved / 3 else ResultKind.SOLVED


def _finding(life: Life) -> FactFinding:
    fit = FINDINGS[life.call.kind]
    weights = (72, 22, 0 if life.result is ResultKind.SOLVED else 40, 6)
    (found,) = life.rng.choices(fit, weights=weights[: len(fit)])
    return found
