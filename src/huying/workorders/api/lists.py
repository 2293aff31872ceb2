"""Lists of orders and the history of one."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import Query, Router

from huying.domain.errors import Invalid
from huying.foundation import clock
from huying.organisation.api.gate import caller_of, gate
from huying.organisation.choices import ApiScope
from huying.workorders.actions.tag_order import tag_order
from huying.workorders.api.act import offer
from huying.workorders.api.pages import place_of, told_page
from huying.workorders.queries.dossier import dossier_by_number
from huying.workorders.queries.history import history_of
from huying.workorders.queries.queue import Scope, newest_orders, queue_after
from huying.workorders.schemas import History, OrderFilter, Orders, Phase, TagsIn

router = Router()
offer(router, action="tag_order", given=TagsIn, act=tag_order)


class FilterUnfit(Invalid):
    """A filter over orders that are over: those are listed by an index each, and there are millions."""

    code = "filter_unfit"
    sentence = "已了结的工单只能按 scope（open_to_me、accountable）和 unit_id 筛选；全部工单不能筛选。"


@router.get("/orders", **gate(scope=ApiScope.READ, answer=Orders, summary="工单列表", operation="list_orders"))
def list_orders(request: HttpRequest, given: Query[OrderFilter]) -> dict[str, Any]:
    """List orders that the caller may see: open ones, those due first in front; ended ones or all, newest in front."""
    actor, at, place = caller_of(request), clock.now(), place_of(given.cursor)
    if unfit := given.unfit():
        raise FilterUnfit(fields=dict.fromkeys(unfit, FilterUnfit.sentence))
    if given.phase is Phase.ALL:
        page = newest_orders(cursor=place, actor=actor, at=at)
    else:
        usual = Scope.ACCOUNTABLE if given.phase is Phase.CLOSED else Scope.HELD
        wanted = given.wanted(scope=Scope.OPEN_TO_ME if actor.is_centre_wide else usual)
        page = queue_after(wanted=wanted, cursor=place, actor=actor, at=at)
    return told_page(request, rows=page.rows, place=page.next)


@router.get(
    "/orders/{number}/history",
    **gate(scope=ApiScope.READ, answer=History, summary="办理记录", operation="get_history", refusals=(404,)),
)
def get_history(request: HttpRequest, number: str) -> dict[str, Any]:
    """Return the history of an order that the caller may see, with the texts that it may read."""
    actor = caller_of(request)
    dossier = dossier_by_number(number=number, actor=actor)
    return {"number": number, "event": dossier.order.events, "items": history_of(dossier=dossier, actor=actor)}
