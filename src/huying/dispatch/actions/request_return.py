"""Ask to be rid of an order that is another's duty (申请退单)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from huying.dispatch.actions.assign_unit import UnitMayNotLead
from huying.dispatch.choices import ReturnReason
from huying.dispatch.models import ReturnRequest
from huying.dispatch.queries.leads import MAY_NOT_LEAD
from huying.dispatch.queries.precedents import matter_and_district
from huying.dispatch.queries.returns import standing_of
from huying.domain.actors import Actor
from huying.domain.errors import Invalid
from huying.domain.returns import NAMES_ANOTHER, may_be_returned
from huying.organisation.queries.units import unit_for
from huying.policy.queries import policy_of
from huying.workorders.actions.move import move
from huying.workorders.choices import Stage, TextKind
from huying.workorders.models import Clock

# 约定: no norm names a figure; a sentence that says whose duty it is and by what cannot be shorter.
EVIDENCE_AT_LEAST = 10


class ReturnIncomplete(Invalid):
    """A request that does not show why. 依据: 安阳市政务服务条例 art 50: with the reason."""

    code = "return_incomplete"
    sentence = "退单申请还不完整，请按提示补充。"


@transaction.atomic(savepoint=False)
def request_return(
    *,
    order_id: int,
    reason: ReturnReason,
    evidence: str,
    proposed_unit_id: int | None = None,
    seen: int,
    actor: Actor,
    at: datetime,
) -> None:
    """Put a request before the arbiter; the limit of handling runs on meanwhile.

    ``evidence`` says by which provision the duty is not the unit's; ``proposed_unit_id`` whose it is, required where
    ``reason`` is that it is another's.

    Raises:
        ReturnIncomplete, UnitNotFound, UnitMayNotLead, ReturnTooLate, ReturnRefusedBefore, NoMoreReturns, or what
        ``move`` raises.

    """
    _complete(reason=reason, evidence=evidence, proposed_unit_id=proposed_unit_id, actor=actor)
    if proposed_unit_id and unit_for(unit_id=proposed_unit_id, actor=actor).kind in MAY_NOT_LEAD:
        raise UnitMayNotLead(fields={"proposed_unit_id": UnitMayNotLead.sentence})
    order = move(
        order_id=order_id,
        action="request_return",
        actor=actor,
        at=at,
        seen=seen,
        data={"reason": reason.value, "proposed": proposed_unit_id},
        texts={TextKind.RETURN: evidence},
    )
    refused = may_be_returned(
        standing=standing_of(order=order), policy=policy_of(version_id=order.policy_version_id), at=at
    )
    if refused:
        raise refused
    ReturnRequest.objects.create(  # type: ignore[misc]  # only people do this
        centre_id=order.centre_id,
        district_id=order.district_id,
        order=order,
        matter_code=matter_and_district(order=order)[0],
        unit_id=actor.unit_id,
        person_id=actor.person_id,
        event=order.events,
        reason=reason,
        proposed_unit_id=proposed_unit_id,
        asked_at=at,
        due_at=Clock.objects.get(order=order, stage=Stage.RETURN, stopped_at=None).due_at,
    )


def _complete(*, reason: ReturnReason, evidence: str, proposed_unit_id: int | None, actor: Actor) -> None:
    """Check what a request must hold; every fault at once."""
    faults: dict[str, str] = {}
    if len(evidence.strip()) < EVIDENCE_AT_LEAST:
        faults["evidence"] = f"请用自己的话写明退单的职责依据，不少于 {EVIDENCE_AT_LEAST} 个字。"
    if reason.value in NAMES_ANOTHER and proposed_unit_id is None:
        faults["proposed_unit_id"] = "以非本单位职责或非本辖区退单的，请选择应当承办的单位。"
    if proposed_unit_id is not None and proposed_unit_id == actor.unit_id:
        faults["proposed_unit_id"] = "建议承办单位不能是本单位，请重新选择。"
    if faults:
        raise ReturnIncomplete(fields=faults)
