"""Decide what a unit asked, or put it one level higher (答复提级请示)."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from huying.coordination.choices.escalation import AskedLevel, EscalationOutcome
from huying.coordination.models import Escalation
from huying.coordination.queries.due import due_of
from huying.domain.actors import Actor
from huying.domain.errors import Conflict, Invalid
from huying.domain.policies import Stage
from huying.foundation.clock import end_of_day
from huying.organisation.queries.hotline import hotline_unit_of
from huying.workorders.actions.move import move
from huying.workorders.choices import Part, TextKind
from huying.workorders.models import Assignment, Order


class AnswerUnfit(Invalid):
    """依据: 条例 art 20: they study, decide and act. 约定 (L-02): a decision names who carries it out."""

    code = "escalation_answer_unfit"
    sentence = "请写明研究意见；作出决定的，还要写明由谁负责落实，期限不能早于今天。"


class NoHigherLevel(Conflict):
    """Raising what the city was asked."""

    code = "no_higher_level"
    sentence = "已经提到市级，没有更高一级，请研究决定。"


@transaction.atomic(savepoint=False)
def answer_escalation(
    *,
    order_id: int,
    outcome: EscalationOutcome,
    words: str,
    owner: str = "",
    do_by: date | None = None,
    seen: int,
    actor: Actor,
    at: datetime,
) -> None:
    """Give the unit its decision, with a named ``owner`` and a day to be done by; or raise the question to the city.

    Raised, the question stays open with a new limit.

    Raises:
        AnswerUnfit, NoHigherLevel, or what ``move`` raises.

    """
    is_raised = outcome is EscalationOutcome.RAISED
    done_by = end_of_day(do_by) if do_by else None
    needed = {"words": words} if is_raised else {"words": words, "owner": owner}
    wrong = [name for name, said in needed.items() if not said.strip()]
    if done_by and done_by <= at:
        wrong.append("do_by")
    if wrong:
        raise AnswerUnfit(fields=dict.fromkeys(wrong, AnswerUnfit.sentence))
    row = Escalation.objects.filter(order_id=order_id, answered_at=None).first()
    if is_raised and row and row.level == AskedLevel.CITY:
        raise NoHigherLevel
    city = hotline_unit_of(centre_id=actor.centre_id) if is_raised else None
    order = move(
        order_id=order_id,
        action="answer_escalation",
        actor=actor,
        at=at,
        seen=seen,
        data={"outcome": outcome.value, "to": city},
        texts={TextKind.REASON if is_raised else TextKind.INSTRUCTION: words},
        clocks=[(Stage.ESCALATE, city)] if is_raised else [],
        is_settled=not is_raised,
    )
    Assignment.objects.filter(order=order, part=Part.SUPERIOR, closed_at=None).update(closed_at=at)
    asked = Escalation.objects.get(order=order, answered_at=None)
    asked.answered_at, asked.answered_event, asked.outcome = at, order.events, outcome
    asked.person_id, asked.owner, asked.do_by = actor.person_id, owner.strip(), done_by
    asked.save()
    if city:
        _ask_the_city(asked, order, city, actor=actor, at=at)


def _ask_the_city(asked: Escalation, order: Order, city: int, *, actor: Actor, at: datetime) -> None:
    Escalation.objects.create(
        centre_id=order.centre_id,
        order=order,
        event=order.events,
        level=AskedLevel.CITY,
        from_unit_id=asked.from_unit_id,
        to_unit_id=city,
        asked_at=at,
        due_at=due_of(order_id=order.pk, stage=Stage.ESCALATE, actor=actor, at=at),
    )
    Assignment.objects.create(order=order, unit_id=city, part=Part.SUPERIOR, assigned_at=at)
