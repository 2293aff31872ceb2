"""Intake through the API."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import Router, Status

from huying.domain.actors import Role
from huying.foundation import clock
from huying.foundation.commit import one_commit
from huying.intake.actions.accept_order import accept_order
from huying.intake.actions.add_information import add_information
from huying.intake.actions.link_repeat import link_repeat
from huying.intake.actions.merge_orders import merge_orders
from huying.intake.actions.register_order import register_order
from huying.intake.actions.split_order import split_order
from huying.intake.actions.unlink_repeat import unlink_repeat
from huying.intake.actions.unmerge_order import unmerge_order
from huying.intake.actions.urge_order import urge_order
from huying.intake.actions.withdraw_order import withdraw_order
from huying.intake.schemas import (
    AcceptIn,
    InformationIn,
    MergeIn,
    OrderIn,
    RepeatIn,
    SplitIn,
    UnmergeIn,
    UrgeIn,
    WithdrawIn,
)
from huying.organisation.api.gate import WRITE_REFUSALS, IdempotencyKey, asked, caller_of, gate
from huying.organisation.choices import ApiScope
from huying.records.actions.answer_once import answer_once
from huying.workorders.api.act import offer
from huying.workorders.api.lists import router as orders
from huying.workorders.queries.standing import standing
from huying.workorders.schemas import ActIn, Standing, told

router = Router()


@orders.post(
    "/orders",
    **gate(
        scope=ApiScope.REGISTER,
        answer=Standing,
        summary="登记诉求",
        operation="register_order",
        roles={Role.OPERATOR},
        status=201,
        refusals=WRITE_REFUSALS,
    ),
)
def register(request: HttpRequest, said: OrderIn, idempotency_key: IdempotencyKey) -> Status[Any]:
    """Register a demand, as an operator does."""
    actor, at = caller_of(request), clock.now()
    registration = said.registration(source=f"system-{actor.person_id}")
    with one_commit():
        answer = answer_once(
            **asked(request, key=idempotency_key, at=at),
            act=lambda: told(standing(register_order(registration=registration, actor=actor, at=at))),
        )
    return Status(201, answer)


offer(router, action="accept_order", given=AcceptIn, act=accept_order)
offer(router, action="add_information", given=InformationIn, act=add_information)
offer(router, action="urge_order", given=UrgeIn, act=urge_order)
offer(router, action="link_repeat", given=RepeatIn, act=link_repeat)
offer(router, action="unlink_repeat", given=ActIn, act=unlink_repeat)
offer(router, action="split_order", given=SplitIn, act=split_order)
offer(router, action="merge_orders", given=MergeIn, act=merge_orders)
offer(router, action="unmerge_order", given=UnmergeIn, act=unmerge_order)
offer(router, action="withdraw_order", given=WithdrawIn, act=withdraw_order)
