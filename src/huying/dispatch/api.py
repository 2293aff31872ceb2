"""Dispatch through the API."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import Query, Router

from huying.dispatch.actions.assign_unit import assign_unit
from huying.dispatch.actions.recall_order import recall_order
from huying.dispatch.actions.request_return import request_return
from huying.dispatch.actions.rule_unit import rule_unit
from huying.dispatch.actions.settle_return import settle_return
from huying.dispatch.actions.withdraw_return import withdraw_return
from huying.dispatch.queries.return_ledger import PAGE, READERS, settled_returns, waiting_returns
from huying.dispatch.schemas import AssignIn, RecallIn, ReturnFilter, ReturnIn, Returns, RuleIn, SettleReturnIn
from huying.foundation import clock
from huying.organisation.api.gate import caller_of, gate
from huying.organisation.choices import ApiScope
from huying.workorders.api.act import offer
from huying.workorders.api.pages import place_of, told_page
from huying.workorders.queries.queue import Cursor
from huying.workorders.schemas import ActIn

router = Router()

offer(router, action="assign_unit", given=AssignIn, act=assign_unit)
offer(router, action="recall_order", given=RecallIn, act=recall_order)
offer(router, action="request_return", given=ReturnIn, act=request_return)
offer(router, action="withdraw_return", given=ActIn, act=withdraw_return)
offer(router, action="settle_return", given=SettleReturnIn, act=settle_return)
offer(router, action="rule_unit", given=RuleIn, act=rule_unit)


@router.get(
    "/returns",
    **gate(scope=ApiScope.READ, answer=Returns, summary="退单列表", operation="list_returns", roles=READERS),
)
def list_returns(request: HttpRequest, given: Query[ReturnFilter]) -> dict[str, Any]:
    """List requests to return orders that the caller may know of: those that wait, or settled ones."""
    actor, at, place = caller_of(request), clock.now(), place_of(given.cursor)
    if not given.settled:
        page = waiting_returns(actor=actor, after=place, at=at)
        return told_page(request, rows=page.rows, place=page.next)
    rows = settled_returns(actor=actor, before=place.id if place else None, at=at, limit=PAGE + 1)
    last = rows[PAGE - 1] if len(rows) > PAGE else None
    return told_page(request, rows=rows[:PAGE], place=Cursor(moment=last.asked_at, id=last.id) if last else None)
