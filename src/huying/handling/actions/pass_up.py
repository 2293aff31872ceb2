"""Give an order back to the unit that passed it down, with a report (报回上级)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from huying.domain.actors import Actor
from huying.domain.errors import Invalid
from huying.foundation.pictures import Kept
from huying.workorders.actions.move import move
from huying.workorders.choices import AttachmentKind, TextKind
from huying.workorders.models import Event
from huying.workorders.queries.facts import facts_for


class ReportEmpty(Invalid):
    """Passing up without a report. 依据: 条例 art 14: those who help report their results."""

    code = "report_empty"
    sentence = "请写明办理情况和结果，再报回上级单位。"


@transaction.atomic(savepoint=False)
def pass_up(
    *, order_id: int, report: str, seen: int, actor: Actor, at: datetime, pictures: Sequence[Kept] = ()
) -> None:
    """Move the holder back to the unit that passed the order down, and stop the lower unit's limit.

    The way up is the way down as the history has it, so it never leads above the accountable unit.

    Raises:
        ReportEmpty, or what ``move`` raises.

    """
    if not report.strip():
        raise ReportEmpty(fields={"report": ReportEmpty.sentence})
    facts = facts_for(order_id=order_id, actor=actor)
    came = Event.objects.filter(order_id=order_id, action="pass_down", data__to=actor.unit_id).order_by("seq").last()
    back_to = came.data["from"] if came else facts.accountable_unit_id
    move(
        order_id=order_id,
        action="pass_up",
        actor=actor,
        at=at,
        seen=seen,
        row={"holder_unit_id": back_to},
        data={"from": actor.unit_id, "to": back_to},
        texts={TextKind.PROGRESS: report},
        pictures={AttachmentKind.PROOF: pictures},
    )
