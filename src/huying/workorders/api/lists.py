"""Lists of orders and the history of one."""

from __future__ import annotations

import base64
import binascii
from typing import Any

from django.http import HttpRequest
from ninja import Query, Router

from huying.domain.actors import Actor
from huying.domain.errors import Invalid
from huying.foundation import clock
from huying.organisation.api.gate import caller_of, gate
from huying.organisation.choices import ApiScope
from huying.workorders.actions.tag_order import tag_order
from huying.workorders.api.act import offer
from huying.workorders.queries.dossier import dossier_by_number
from huying.workorders.queries.history import history_of
from huying.workorders.queries.queue import Cursor, Scope, cursor_of, queue_after
from huying.workorders.schemas import History, OrderFilter, Orders, TagsIn

router = Router()
offer(router, action="tag_order", given=TagsIn, act=tag_order)


class CursorUnknown(Invalid):
    """A place in a list that no answer gave."""

    code = "cursor_unknown"
    sentence = "cursor 不是上一页给出的位置，请使用 next 中的地址，或去掉 cursor 从头读取。"


@router.get("/orders", **gate(scope=ApiScope.READ, answer=Orders, summary="在办工单列表", operation="list_orders"))
def list_orders(request: HttpRequest, given: Query[OrderFilter]) -> dict[str, Any]:
    """List open orders that the caller may see, those due first in front, fifty a page."""
    actor = caller_of(request)
    wanted = given.wanted(scope=_usual_scope(actor))
    page = queue_after(wanted=wanted, cursor=_read(given.cursor), actor=actor, at=clock.now())
    return {"items": page.rows, "next": _next(request, page.next)}


@router.get(
    "/orders/{number}/history",
    **gate(scope=ApiScope.READ, answer=History, summary="办理记录", operation="get_history", refusals=(404,)),
)
def get_history(request: HttpRequest, number: str) -> dict[str, Any]:
    """Return the history of an order that the caller may see, with the texts that it may read."""
    actor = caller_of(request)
    dossier = dossier_by_number(number=number, actor=actor)
    return {"number": number, "event": dossier.order.events, "items": history_of(dossier=dossier, actor=actor)}


def _usual_scope(actor: Actor) -> Scope:
    return Scope.OPEN_TO_ME if actor.is_centre_wide else Scope.HELD


def _next(request: HttpRequest, place: Cursor | None) -> str | None:
    if place is None:
        return None
    query = request.GET.copy()
    query["cursor"] = base64.urlsafe_b64encode(str(place).encode()).decode().rstrip("=")
    return f"{request.path}?{query.urlencode()}"


def _read(text: str | None) -> Cursor | None:
    if text is None:
        return None
    try:
        place = cursor_of(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)).decode())
    except (binascii.Error, ValueError):
        place = None
    if place is None or place.back:
        raise CursorUnknown(fields={"cursor": CursorUnknown.sentence})
    return place
