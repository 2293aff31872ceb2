"""Record that somebody of the unit went to the caller or to the place (上门办、上门劝、上门谈、走访、疏导)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from huying.domain.actors import Actor
from huying.domain.errors import Invalid
from huying.foundation.pictures import Kept
from huying.workorders.actions.move import move
from huying.workorders.choices import (
    UNREASONABLE,
    AttachmentKind,
    DemandFinding,
    TextKind,
    VisitMet,
    VisitPurpose,
)
from huying.workorders.models import Visit


class VisitIncomplete(Invalid):
    """What a record of a visit must hold.

    依据: features C-20 to C-25: 合理诉求上门办、不合理诉求上门劝（说明理由）、咨询建议上门谈. Who met whom, and when:
    domain.md 6.3 (是否已与诉求人见面).
    """

    code = "visit_incomplete"
    sentence = "上门记录还不完整，请按提示补充。"


@transaction.atomic(savepoint=False)
def record_visit(
    *,
    order_id: int,
    purpose: VisitPurpose,
    met: VisitMet,
    visited_at: datetime,
    went: str,
    ground: DemandFinding | None = None,
    note: str,
    seen: int,
    actor: Actor,
    at: datetime,
    pictures: Sequence[Kept] = (),
) -> None:
    """Write the visit; the order is in hand from then on.

    ``ground`` says why the demand is not reasonable, only where ``purpose`` is to persuade. The names of those who
    ``went`` stand in the text, which can be erased. 约定: a visit is no first contact; that is recorded apart, so
    that its limit is measured by one thing only.

    Raises:
        VisitIncomplete with a sentence a field, or what ``move`` raises.

    """
    _complete(purpose=purpose, ground=ground, visited_at=visited_at, went=went, note=note, at=at)
    order = move(
        order_id=order_id,
        action="record_visit",
        actor=actor,
        at=at,
        seen=seen,
        data={"purpose": purpose, "met": met, "ground": ground, "visited_at": visited_at.isoformat()},
        texts={TextKind.VISIT: f"上门人员：{went.strip()}\n{note.strip()}"},
        pictures={AttachmentKind.PROOF: pictures},
    )
    if visited_at < order.registered_at.replace(second=0, microsecond=0):
        raise VisitIncomplete(fields={"visited_at": "上门时间早于诉求登记时间，请核对。"})
    Visit.objects.create(  # type: ignore[misc]  # only people do this
        order=order,
        round=order.round,
        event=order.events,
        unit_id=actor.unit_id,
        person_id=actor.person_id,
        purpose=purpose,
        met=met,
        ground=ground or "",
        visited_at=visited_at,
        recorded_at=at,
    )


def _complete(
    *, purpose: VisitPurpose, ground: DemandFinding | None, visited_at: datetime, went: str, note: str, at: datetime
) -> None:
    faults: dict[str, str] = {}
    if visited_at > at:
        faults["visited_at"] = "上门时间还没有到，请在上门之后登记。"
    if not went.strip():
        faults["went"] = "请写明上门人员的姓名和职务。"
    if purpose == VisitPurpose.PERSUADE and ground not in UNREASONABLE:
        faults["ground"] = "上门劝的，请选择诉求为什么不合理。"
    if purpose != VisitPurpose.PERSUADE and ground:
        faults["ground"] = "只有「上门劝」才选择不合理的原因，请改选或清空。"
    if not note.strip():
        faults["note"] = "请写明地点、经过、见到的人的意见和下一步安排；未见到人的，写明如何约定再联系。"
    if faults:
        raise VisitIncomplete(fields=faults)
