"""One order through the API, of all the rooms that know of it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import Router

from huying.desks.queries.order_page import order_page
from huying.desks.schemas import OrderOut
from huying.foundation import clock
from huying.foundation.commit import one_commit
from huying.organisation.api.gate import caller_of, gate
from huying.organisation.choices import ApiScope
from huying.records.actions.record_access import record_access
from huying.records.choices import AccessKind

router = Router()


@router.get(
    "/orders/{number}",
    **gate(scope=ApiScope.READ, answer=OrderOut, summary="一张工单", operation="get_order", refusals=(404,)),
)
def get_order(request: HttpRequest, number: str) -> dict[str, Any]:
    """Return an order that the caller may see; a look at a confidential one is written down first."""
    actor, at = caller_of(request), clock.now()
    page = order_page(number=number, actor=actor, at=at)
    if page.summary.is_confidential:
        with one_commit():
            record_access(kind=AccessKind.CONFIDENTIAL_ORDER, subject=number, actor=actor, at=at)
    return {
        **vars(page.summary),
        "caller": page.caller,
        "parts": page.parts,
        "limits": page.clocks,
        "visits": page.handling.visits,
        "replies": page.handling.replies,
        "whistles": page.whistles,
        "actions": page.buttons,
    }
