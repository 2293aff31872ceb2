"""Dispatch through the API."""

from __future__ import annotations

from ninja import Router

from huying.dispatch.actions.assign_unit import assign_unit
from huying.dispatch.actions.request_return import request_return
from huying.dispatch.actions.rule_unit import rule_unit
from huying.dispatch.actions.settle_return import settle_return
from huying.dispatch.actions.withdraw_return import withdraw_return
from huying.dispatch.schemas import AssignIn, ReturnIn, RuleIn, SettleReturnIn
from huying.workorders.api.act import offer
from huying.workorders.schemas import ActIn

router = Router()

offer(router, action="assign_unit", given=AssignIn, act=assign_unit)
offer(router, action="request_return", given=ReturnIn, act=request_return)
offer(router, action="withdraw_return", given=ActIn, act=withdraw_return)
offer(router, action="settle_return", given=SettleReturnIn, act=settle_return)
offer(router, action="rule_unit", given=RuleIn, act=rule_unit)
