"""Decide what a unit asked, or put it one level higher (答复提级请示)."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from huying.coordination.choices.escalation import AskedLevel, EscalationOutcome
from huying.coordination.models import Escalation
from huying.coordination.queries.due import FARTHEST
from huying.coordination.queries.ladder import Step, step_above
from huying.domain.actors import Actor
from huying.domain.errors import Conflict, Invalid
from huying.domain.policies import Stage
from huying.foundation.clock import end_of_day
from huying.workorders.actions.move import move
from huying.workorders.choices import Part, TextKind
from huying.workorders.models import Assignment, Clock, Order


class AnswerUnfit(Invalid):
    """依据: 条例 art 20: they study, decide and act. 约定 (L-02): a decision names who carries it out."""

    code = "escalation_answer_unfit"
    sentence = "请写明研究意见；作出决定的，还要写明由谁负责落实，期限不能早于今天。"


class NoHigherLevel(Conflict):
    """Raising what the top of the ladder was asked."""

    code = "no_higher_level"
    sentence = "已经是最高一级，请研究决定。"


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
    """Give the unit its decision, with a named ``owner`` and a day to be done by; or raise it to the next rung.

    From a district or a bureau the next rung is the lowest at the city. Raised, the question stays open with the
    rung's own limit; decided at any level, it goes back to the unit that asked, which sees what was said at each.

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
    if done_by and done_by > at + FARTHEST:
        raise AnswerUnfit(fields={"do_by": "落实期限不能在一年之后，请核对年份。"})
    asked = Escalation.objects.filter(order_id=order_id, answered_at=None).first()
    step = step_above(order_id=order_id, asked=asked, at=at) if is_raised and asked else None
    order = move(
        order_id=order_id,
        action="answer_escalation",
        actor=actor,
        at=at,
        seen=seen,
        data={
            "outcome": outcome.value,
            "to": step.unit_id if step else None,
            **({"rung": step.rung.code} if step else {}),
        },
        texts={TextKind.REASON if is_raised else TextKind.INSTRUCTION: words},
        clocks=[(Stage.ESCALATE, step.unit_id)] if step else [],
        is_settled=not is_raised,
    )
    if asked is None:  # the table saw one open
        raise AssertionError(order_id)
    if is_raised and step is None:
        raise NoHigherLevel
    Assignment.objects.filter(order=order, part=Part.SUPERIOR, closed_at=None).update(closed_at=at)
    asked.answered_at, asked.answered_event, asked.outcome = at, order.events, outcome
    asked.person_id, asked.owner, asked.do_by = actor.person_id, owner.strip(), done_by
    asked.save()
    if step:
        _ask_higher(asked, order, step, at=at)


def _ask_higher(asked: Escalation, order: Order, step: Step, *, at: datetime) -> None:
    Escalation.objects.create(
        centre_id=order.centre_id,
        order=order,
        event=order.events,
        level=AskedLevel.CITY,
        rung=step.rung.code,
        from_unit_id=asked.from_unit_id,
        to_unit_id=step.unit_id,
        asked_at=at,
        due_at=step.due_at,
    )
    limit = Clock.objects.filter(order=order, stage=Stage.ESCALATE, stopped_at=None)
    limit.update(due_at=step.due_at, rule_code=step.rung.rule_code)
    Assignment.objects.create(order=order, unit_id=step.unit_id, part=Part.SUPERIOR, assigned_at=at)
