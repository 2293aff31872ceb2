"""Report what an assisting unit did to the unit that leads (协办反馈)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import F

from huying.domain.actors import Actor
from huying.domain.errors import Invalid
from huying.workorders.actions.move import move
from huying.workorders.choices import Part, Stage, TextKind
from huying.workorders.models import Assignment, Clock


class AssistReportEmpty(Invalid):
    """依据: 条例 art 14: the others report their results to the first unit, or explain."""

    code = "assist_report_empty"
    sentence = "请写明协办的经过和结果；还没有结果的，请说明原因和阶段进展。"


@transaction.atomic(savepoint=False)
def report_assist(*, order_id: int, report: str, seen: int, actor: Actor, at: datetime) -> None:
    """Close the unit's assignment, stop its clock, and leave one assist less to wait for.

    Raises:
        AssistReportEmpty, or what ``move`` raises.

    """
    if not report.strip():
        raise AssistReportEmpty(fields={"report": AssistReportEmpty.sentence})
    order = move(
        order_id=order_id,
        action="report_assist",
        actor=actor,
        at=at,
        seen=seen,
        row={"open_assists": F("open_assists") - 1},
        texts={TextKind.ASSIST: report},
    )
    mine = {"order": order, "unit_id": actor.unit_id}
    Assignment.objects.filter(**mine, part=Part.ASSIST, closed_at=None).update(closed_at=at)
    Clock.objects.filter(**mine, stage=Stage.ASSIST, stopped_at=None).update(stopped_at=at)
