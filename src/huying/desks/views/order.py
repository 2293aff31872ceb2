"""The page of one order."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from huying.desks.queries.order_page import order_page
from huying.domain.actors import SEATED
from huying.foundation import clock
from huying.foundation.access import actor_of, allow
from huying.foundation.commit import one_commit
from huying.records.actions.record_access import record_access
from huying.records.choices import AccessKind


@allow(*SEATED)
@never_cache
@require_safe
def order(request: HttpRequest, number: str) -> HttpResponse:
    """Show an order; opening a confidential one is written down first. 约定: a look counts as an access."""
    actor, at = actor_of(request), clock.now()
    page = order_page(number=number, actor=actor, at=at)
    if page.summary.is_confidential:
        with one_commit():
            record_access(kind=AccessKind.CONFIDENTIAL_ORDER, subject=number, actor=actor, at=at)
    return render(request, "desks/order.html", {"page": page, "order": page.summary, "at": at})
