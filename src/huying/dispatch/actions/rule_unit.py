"""End a dispute by naming the unit for good (指定承办): nobody returns the order after that (禁止退回)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from huying.dispatch.actions.assign_unit import UnitMayNotLead
from huying.dispatch.actions.settle_return import RulingIncomplete
from huying.dispatch.choices import ReturnState
from huying.dispatch.models import Comparison, ReturnRequest
from huying.dispatch.queries.leads import MAY_NOT_LEAD, copied_to
from huying.domain.actors import Actor
from huying.organisation.queries.units import unit_for
from huying.workorders.actions.move import move
from huying.workorders.choices import Part, TextKind
from huying.workorders.models import Assignment


@transaction.atomic(savepoint=False)
def rule_unit(
    *, order_id: int, lead_unit_id: int, legal_basis: str, ruling: str, seen: int, actor: Actor, at: datetime
) -> None:
    """Answer a request to return by making one unit lead, also the one that asked; for that it counts as wrongful.

    The first limit of handling stays. The event says ``no_return``.
    依据: 潍坊市12345政务服务便民热线条例 art 22: 指定后不得退回.

    Raises:
        RulingIncomplete, UnitNotFound, UnitMayNotLead, or what ``move`` raises.

    """
    _complete(legal_basis=legal_basis, ruling=ruling)
    lead = unit_for(unit_id=lead_unit_id, actor=actor)
    if lead.kind in MAY_NOT_LEAD:
        raise UnitMayNotLead(fields={"lead_unit_id": UnitMayNotLead.sentence})
    copied = copied_to(lead=lead)
    order = move(
        order_id=order_id,
        action="rule_unit",
        actor=actor,
        at=at,
        seen=seen,
        row={
            "accountable_unit_id": lead.id,
            "holder_unit_id": lead.id,
            "district_id": lead.district_id,
            "open_assists": 0,
        },
        data={"lead": lead.id, "copied": copied, "no_return": True},
        texts={TextKind.RULING: ruling},
    )
    Assignment.objects.filter(order=order, closed_at=None).exclude(part=Part.OPINION).update(closed_at=at)
    Assignment.objects.bulk_create(
        Assignment(order=order, unit_id=unit_id, part=part, legal_basis=basis, assigned_at=at)
        for unit_id, part, basis in [
            (lead.id, Part.LEAD, legal_basis.strip()),
            *((unit_id, Part.COPY, "") for unit_id in copied),
        ]
    )
    Comparison.objects.filter(order=order).update(final_unit_id=lead.id)
    ReturnRequest.objects.filter(order=order, state=ReturnState.WAITING).update(
        state=ReturnState.RULED,
        settled_event=order.events,
        settled_by_id=actor.person_id,
        settled_at=at,
        found_unit_id=lead.id,
    )


def _complete(*, legal_basis: str, ruling: str) -> None:
    """Check what a ruling must hold; every fault at once."""
    faults = {
        name: sentence
        for name, given, sentence in (
            ("legal_basis", legal_basis, "请写明指定承办的依据。"),
            ("ruling", ruling, "请写明裁定的职责依据和理由。"),
        )
        if not given.strip()
    }
    if faults:
        raise RulingIncomplete(fields=faults)
