"""Supervise a unit of an order (督办)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from huying.domain.actors import Actor
from huying.domain.errors import Invalid
from huying.domain.policies import Stage
from huying.domain.supervising import Form, FormTooMild
from huying.supervision.choices import Reason
from huying.supervision.models import SupervisionOrder, SupervisionRound
from huying.supervision.queries.asking import answer_due, answerable_units, forms_for
from huying.workorders.actions.move import move
from huying.workorders.choices import TextKind
from huying.workorders.models import Clock

MOST_DAYS = 30


class SupervisionUnfit(Invalid):
    """约定: a supervision order says what is asked, of a unit that has the order now, within a limit."""

    code = "supervision_unfit"
    sentence = "请写明督办要求，选择本单现在的主办单位或尚未反馈的协办单位；自定时限为 1 到 30 个工作日。"


@transaction.atomic(savepoint=False)
def issue_supervision(
    *,
    order_id: int,
    unit_id: int,
    reason: Reason,
    form: Form,
    words: str,
    days: int | None = None,
    seen: int,
    actor: Actor,
    at: datetime,
) -> None:
    """Ask the lead or an assist of an order for an answer within ``days`` working days, else the policy's limit.

    A further one on the same order takes a sterner form than the last (``domain.supervising``).

    Raises:
        SupervisionUnfit, FormTooMild, or what ``move`` raises.

    """
    wrong = [] if words.strip() else ["words"]
    units = answerable_units(order_id=order_id)
    if units and unit_id not in units:  # of an order without a unit, move says why not
        wrong.append("unit_id")
    if days is not None and not 0 < days <= MOST_DAYS:
        wrong.append("days")
    if wrong:
        raise SupervisionUnfit(fields=dict.fromkeys(wrong, SupervisionUnfit.sentence))
    if form not in forms_for(order_id=order_id):
        raise FormTooMild
    due_at = answer_due(order_id=order_id, days=days, actor=actor, at=at)
    order = move(
        order_id=order_id,
        action="issue_supervision",
        actor=actor,
        at=at,
        seen=seen,
        data={"unit": unit_id, "reason": reason.value, "form": form.value},
        texts={TextKind.SUPERVISION: words.strip()},
        clocks=[(Stage.SUPERVISION, unit_id)],
    )
    Clock.objects.filter(order=order, stage=Stage.SUPERVISION, stopped_at=None).update(due_at=due_at)
    issued = SupervisionOrder.objects.create(
        centre_id=order.centre_id,
        district_id=order.district_id,
        unit_id=unit_id,
        order=order,
        event=order.events,
        reason=reason,
        form=form,
        person_id=actor.person_id or 0,
        issued_at=at,
        due_at=due_at,
    )
    SupervisionRound.objects.create(
        supervision=issued, number=1, form=form, event=order.events, asked_at=at, due_at=due_at
    )
