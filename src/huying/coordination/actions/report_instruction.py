"""Report how a leader's instruction was carried out (报告批示落实)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from huying.coordination.models import Instruction
from huying.domain.actors import Actor
from huying.domain.errors import Invalid
from huying.workorders.actions.move import move
from huying.workorders.choices import TextKind


class InstructionReportEmpty(Invalid):
    """A report that says nothing."""

    code = "instruction_report_empty"
    sentence = "请写明批示的落实情况：做了什么，结果如何。"


@transaction.atomic(savepoint=False)
def report_instruction(*, order_id: int, report: str, seen: int, actor: Actor, at: datetime) -> None:
    """Answer every instruction on the order that waits for a report, and stop its limit.

    Raises:
        InstructionReportEmpty, or what ``move`` raises.

    """
    if not report.strip():
        raise InstructionReportEmpty(fields={"report": InstructionReportEmpty.sentence})
    order = move(
        order_id=order_id,
        action="report_instruction",
        actor=actor,
        at=at,
        seen=seen,
        texts={TextKind.PROGRESS: report},
    )
    Instruction.objects.filter(order=order, reported_at=None).update(reported_at=at, reported_event=order.events)
