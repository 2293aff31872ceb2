"""Report what an assisting unit did to the unit that leads (协办反馈)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import F

from huying.domain.actors import Actor
from huying.domain.errors import Invalid
from huying.foundation.pictures import Kept
from huying.workorders.actions.move import move
from huying.workorders.choices import AttachmentKind, Part, TextKind
from huying.workorders.models import Assignment


class AssistReportEmpty(Invalid):
    """依据: 条例 art 14: the others report their results to the first unit, or explain."""

    code = "assist_report_empty"
    sentence = "请写明协办的经过和结果；还没有结果的，请说明原因和阶段进展。"


@transaction.atomic(savepoint=False)
def report_assist(
    *, order_id: int, report: str, seen: int, actor: Actor, at: datetime, pictures: Sequence[Kept] = ()
) -> None:
    """Close the unit's assignment and leave one assist less to wait for.

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
        pictures={AttachmentKind.PROOF: pictures},
    )
    mine = Assignment.objects.filter(order=order, unit_id__in=[actor.unit_id], part=Part.ASSIST, closed_at=None)
    mine.update(closed_at=at)
