"""Answer what a supervision order asks (答复督办)."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from huying.domain.actors import Actor
from huying.domain.errors import Invalid
from huying.foundation.clock import day_of
from huying.supervision.models import SupervisionOrder, SupervisionRound
from huying.supervision.queries.asking import answer_due, open_supervision
from huying.workorders.actions.move import move
from huying.workorders.choices import TextKind


class MeasuresUnfit(Invalid):
    """约定 (L-02): an answer says what was done and is to be done, by whom, and until when."""

    code = "measures_unfit"
    sentence = "请写明已采取的措施、责任人和预计完成时间，时间不能早于今天。"


@transaction.atomic(savepoint=False)
def answer_supervision(
    *, order_id: int, measures: str, owner: str, do_by: date, seen: int, actor: Actor, at: datetime
) -> None:
    """Write the unit's answer, and put it before those who asked, with the policy's limit; late answers are counted.

    Raises:
        MeasuresUnfit, or what ``move`` raises.

    """
    wrong = [name for name, said in {"measures": measures, "owner": owner}.items() if not said.strip()]
    if do_by < day_of(at):
        wrong.append("do_by")
    if wrong:
        raise MeasuresUnfit(fields=dict.fromkeys(wrong, MeasuresUnfit.sentence))
    check_due = answer_due(order_id=order_id, days=None, actor=actor, at=at)
    asked = open_supervision(order_id=order_id)
    is_late = asked is not None and at > asked.due_at
    order = move(
        order_id=order_id,
        action="answer_supervision",
        actor=actor,
        at=at,
        seen=seen,
        data={"round": asked.round, "late": is_late} if asked else {},
        texts={TextKind.MEASURES: measures.strip()},
    )
    if asked is None:  # the table saw one open
        raise AssertionError(order_id)
    SupervisionRound.objects.filter(supervision=asked, number=asked.round).update(
        answered_at=at, answered_event=order.events, person_id=actor.person_id, owner=owner.strip(), do_by=do_by
    )
    SupervisionOrder.objects.filter(pk=asked.pk).update(answered_at=at, due_at=check_due, late=asked.late + is_late)
