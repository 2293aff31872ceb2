"""Receive a demand of the demonstration: an operator hears it, or it comes in by itself."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from huying.callers.actions.record_caller import record_caller
from huying.demo.queries.calls import Call
from huying.demo.queries.cast import Cast
from huying.demo.queries.earlier import earlier_number
from huying.domain.actors import Actor, policy_actor
from huying.domain.policies import Urgency
from huying.domain.states import State
from huying.intake.actions.register_order import Registration, register_order
from huying.intake.choices import Route
from huying.workorders.actions.open_order import NewOrder, open_order
from huying.workorders.choices import Channel
from huying.workorders.models import Order

_ONLINE = {Channel.WEB, Channel.APP, Channel.MAILBOX}


@transaction.atomic(savepoint=False)
def receive_call(*, call: Call, cast: Cast, operator: Actor, at: datetime) -> Order:
    """Write the order: registered by the operator, or waiting to be accepted where it came over the net."""
    if call.channel in _ONLINE:
        return _come_in(call, cast, at=at)
    repeats = earlier_number(call=call, actor=operator) if call.route is Route.PROGRESS else ""
    is_new = call.route is Route.PROGRESS and not repeats
    return register_order(
        registration=Registration(
            channel=call.channel,
            kind=call.kind,
            urgency=call.urgency,
            original=call.original,
            title=call.title,
            transfer=call.transfer,
            route=Route.DISPATCH if is_new else call.route,
            reason="" if is_new else call.reason,
            repeats_number=repeats,
            place_text=call.place,
            region_id=cast.regions[call.community],
            matter_id=cast.matters[call.matter],
            phone=call.phone,
            name=call.name,
            wants_secrecy=call.is_secret,
        ),
        actor=operator,
        at=at,
    )


def _come_in(call: Call, cast: Cast, *, at: datetime) -> Order:
    actor = policy_actor(centre_id=cast.centre_id, name="demo")
    identity = record_caller(
        phone=call.phone,
        name=call.name,
        id_number="",
        home_address="",
        wants_secrecy=call.is_secret,
        actor=actor,
        at=at,
    )
    return open_order(
        new=NewOrder(
            channel=call.channel,
            kind=call.kind,
            urgency=Urgency.ORDINARY,
            title=call.title,
            original=call.original,
            transfer=call.transfer,
            state=State.AWAITING_ACCEPTANCE,
            place_text=call.place,
            region_id=cast.regions[call.community],
            is_confidential=call.is_secret,
            identity_id=identity.id,
            caller_id=identity.caller_id,
        ),
        actor=actor,
        at=at,
    )
