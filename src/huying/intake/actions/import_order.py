"""Register a demand from somebody's file."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import IntegrityError, transaction

from huying.callers.actions.record_caller import record_caller
from huying.catalogue.queries.matters import MatterRow
from huying.domain.actors import Actor, Role
from huying.domain.errors import Conflict, NotAllowed
from huying.domain.importing import Incoming
from huying.intake.choices import Route
from huying.workorders.actions.open_order import NewOrder, open_order
from huying.workorders.choices import Channel
from huying.workorders.models import Order
from huying.workorders.queries.external import is_registered, is_second_of_number


class AlreadyRegistered(Conflict):
    """The source's number is an order of this centre."""

    code = "already_registered"
    sentence = "这个编号的工单已经登记过。"


@transaction.atomic(savepoint=False)
def import_order(
    *,
    demand: Incoming,
    registered: Mapping[str, str | None],
    source: str,
    matter: MatterRow | None,
    unit_id: int | None,
    actor: Actor,
    at: datetime,
) -> Order:
    """Write the order as registered at ``at``, waiting for dispatch; return it.

    ``registered`` holds the accounts of orders already there by the source's number, ``None`` for an erased
    one. What the source said of time and unit goes into the first event as ``source_at``, ``source_unit``.
    Raises ``AlreadyRegistered``, ``NumberOfAnother``, ``NotAllowed``, ``PhoneInvalid``, ``IdentityInvalid``; the
    entrance's savepoint takes back what was written.
    """
    if actor.role is not Role.POLICY:
        raise NotAllowed
    if is_registered(registered, number=demand.number, original=demand.original):
        raise AlreadyRegistered
    identity = None
    if demand.phone or demand.name:
        identity = record_caller(
            phone=demand.phone or None,
            name=demand.name,
            id_number="",
            home_address="",
            wants_secrecy=False,
            actor=actor,
            at=at,
        )
    new = NewOrder(
        channel=Channel(demand.channel),
        kind=demand.kind,
        urgency=demand.urgency,
        title=demand.title,
        original=demand.original,
        transfer=demand.original,
        place_text=demand.place_text,
        matter_id=matter.id if matter else None,
        matter_code=matter.code if matter else "",
        matter_top=matter.top_code if matter else "",
        identity_id=identity.id if identity else None,
        caller_id=identity.caller_id if identity else None,
        external_source=source,
        external_no=demand.number,
        data={"route": Route.DISPATCH.value, "source_at": demand.source_at, "source_unit": unit_id},
    )
    try:
        return open_order(new=new, actor=actor, at=at)
    except IntegrityError as refused:
        raise (AlreadyRegistered() if is_second_of_number(refused) else refused) from refused
