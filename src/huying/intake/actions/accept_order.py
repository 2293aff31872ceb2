"""Accept a demand that came in by itself (网站、信箱), or settle it at the door."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from huying.catalogue.queries.matters import matter
from huying.domain.actors import Actor
from huying.domain.errors import Invalid
from huying.domain.policies import OrderKind, Urgency
from huying.foundation import clock
from huying.intake.choices import ROUTE_STATES, Route
from huying.organisation.queries.regions import regions_of
from huying.workorders.actions.move import move
from huying.workorders.choices import TextKind
from huying.workorders.queries.dossier import dossier_for
from huying.workorders.queries.focuses import FocusRow, priority_of


class AcceptanceIncomplete(Invalid):
    """What is missing before a demand can be accepted or settled."""

    code = "acceptance_incomplete"
    sentence = "受理信息还不完整，请按提示补充。"


@transaction.atomic(savepoint=False)
def accept_order(
    *,
    order_id: int,
    route: Route,
    kind: OrderKind,
    urgency: Urgency,
    matter_id: int | None = None,
    region_id: int | None = None,
    reason: str = "",
    transfer: str = "",
    seen: int | None,
    actor: Actor,
    at: datetime,
) -> None:
    """Say what kind, how urgent, which matter and place, and where it goes.

    依据: 条例 art 11: the six special routes need a word to the caller (``reason``). A confidential demand that
    came in without 转办内容 needs one (``transfer``) before units see it.

    Raises:
        AcceptanceIncomplete with a sentence a field, or what ``move`` raises.

    """
    if route is not Route.DISPATCH and not reason.strip():
        raise AcceptanceIncomplete(fields={"reason": "请写明答复或告知的内容。"})
    if route is Route.DISPATCH and not transfer.strip() and _lacks_transfer(order_id, actor):
        raise AcceptanceIncomplete(fields={"transfer": "诉求人要求保密，请写明转办内容，不要写入能认出诉求人的信息。"})
    chosen = matter(matter_id=matter_id) if matter_id else None
    if matter_id and (chosen is None or chosen.centre_id != actor.centre_id):
        raise AcceptanceIncomplete(fields={"matter_id": "没有这个事项，请重新选择。"})
    if region_id and region_id not in regions_of(centre_id=actor.centre_id):
        raise AcceptanceIncomplete(fields={"region_id": "没有这个地点，请重新选择。"})
    raised = _priority(order_id, urgency, transfer, region_id=region_id, matter_id=matter_id, actor=actor, at=at)
    focus = {"focus": raised.id, "urgency_before": int(urgency)} if raised else {}
    urgency = raised.urgency if raised and raised.urgency else urgency
    row: dict[str, object] = {"kind": kind.value, "urgency": int(urgency), "region_id": region_id}
    if chosen:
        row |= {"matter_id": chosen.id, "matter_top": chosen.top_code}
    move(
        order_id=order_id,
        action="accept_order",
        actor=actor,
        at=at,
        seen=seen,
        to=ROUTE_STATES[route],
        row=row,
        data={"route": route.value, "kind": kind.value, "urgency": int(urgency), "matter": matter_id, **focus},
        texts={TextKind.TRANSFER: transfer.strip(), TextKind.REASON: reason},
    )


def _priority(
    order_id: int,
    urgency: Urgency,
    transfer: str,
    *,
    region_id: int | None,
    matter_id: int | None,
    actor: Actor,
    at: datetime,
) -> FocusRow | None:
    """Return the focus that hastens the demand; its words are looked for in title and 转办内容 (B-25)."""
    dossier = dossier_for(order_id=order_id, actor=actor)
    said = [dossier.order.title, transfer, *dossier.bodies(TextKind.TRANSFER).values()]
    return priority_of(
        centre_id=actor.centre_id,
        on=clock.day_of(at),
        said="\n".join(said),
        region_id=region_id,
        matter_id=matter_id,
        urgency=urgency,
    )


def _lacks_transfer(order_id: int, actor: Actor) -> bool:
    dossier = dossier_for(order_id=order_id, actor=actor)
    return dossier.order.is_confidential and not dossier.bodies(TextKind.TRANSFER)
