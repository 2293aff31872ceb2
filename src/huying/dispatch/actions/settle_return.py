"""Decide on a request to return an order: it goes back to be dispatched anew, or it stays (退单审核)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import F

from huying.dispatch.choices import ReturnState
from huying.dispatch.models import Comparison, ReturnRequest
from huying.dispatch.queries.returns import standing_of
from huying.domain.actors import Actor
from huying.domain.errors import Invalid, Refusal
from huying.domain.returns import may_be_granted
from huying.domain.states import State
from huying.organisation.queries.units import unit_for
from huying.policy.queries import policy_of
from huying.workorders.actions.move import move
from huying.workorders.choices import Part, TextKind
from huying.workorders.models import Assignment, Order
from huying.workorders.queries.facts import facts_for


class RulingIncomplete(Invalid):
    """A decision without its grounds, or one that contradicts itself."""

    code = "ruling_incomplete"
    sentence = "审核裁定还不完整，请按提示补充。"


@transaction.atomic(savepoint=False)
def settle_return(
    *,
    order_id: int,
    granted: bool,
    ruling: str,
    found_unit_id: int | None = None,
    seen: int,
    actor: Actor,
    at: datetime,
) -> None:
    """Let the order go back to 待派单, or leave it with the unit, for which the request then counts as wrongful.

    ``ruling`` says whose duty it is and why; it is shown as a precedent. ``found_unit_id`` is whom a granted return
    should go to, where that is clear. When it goes back everybody's part in it ends and their limits are given up; the
    first limit of handling stays for whoever gets it next. 依据: 北京市接诉即办工作条例 art 12: 派单异议审核.

    Raises:
        RulingIncomplete, UnitNotFound, ConferenceNeeded, RulingNeeded, or what ``move`` raises.

    """
    facts = facts_for(order_id=order_id, actor=actor)
    if not ruling.strip():
        raise RulingIncomplete(fields={"ruling": "请写明裁定的职责依据和理由。"})
    if granted and found_unit_id is not None and found_unit_id == facts.accountable_unit_id:
        raise RulingIncomplete(fields={"found_unit_id": "同意退单的，承办单位不能还是退单单位，请重新选择。"})
    found = unit_for(unit_id=found_unit_id, actor=actor).id if granted and found_unit_id else None
    kept = facts.accountable_unit_id
    order = move(
        order_id=order_id,
        action="settle_return",
        actor=actor,
        at=at,
        seen=seen,
        to=State.AWAITING_DISPATCH if granted else facts.state,
        row={"accountable_unit_id": None, "holder_unit_id": None, "open_assists": 0} if granted else {},
        data={"granted": granted, "of": kept, "found": found if granted else kept},
        texts={TextKind.RULING: ruling},
    )
    if granted:
        if refused := _refusal(order):
            raise refused
        Assignment.objects.filter(order=order, closed_at=None).exclude(part=Part.OPINION).update(closed_at=at)
        Comparison.objects.filter(order=order).update(final_unit_id=None, returns=F("returns") + 1)
    ReturnRequest.objects.filter(order=order, state=ReturnState.WAITING).update(
        state=ReturnState.GRANTED if granted else ReturnState.REFUSED,
        settled_event=order.events,
        settled_by_id=actor.person_id,
        settled_at=at,
        found_unit_id=found if granted else kept,
    )


def _refusal(order: Order) -> Refusal | None:
    policy = policy_of(version_id=order.policy_version_id)
    return may_be_granted(standing=standing_of(order=order), policy=policy)
