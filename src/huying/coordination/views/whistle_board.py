"""监哨: the board of open whistles, and the figures of 双考核."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from huying.coordination.queries.whistle_board import open_whistles
from huying.coordination.queries.whistle_figures import unit_figures
from huying.domain.actors import NO_ORDERS, SEATED
from huying.foundation import clock
from huying.foundation.access import actor_of, allow
from huying.foundation.period import month_of
from huying.workorders.queries.queue import cursor_of

_WITH_ORDERS = SEATED - NO_ORDERS


@allow(*_WITH_ORDERS)
@require_safe
def board(request: HttpRequest) -> HttpResponse:
    """List the open whistles, those due first in front."""
    at, cursor = clock.now(), cursor_of(request.GET.get("after", ""))
    page = open_whistles(cursor=cursor, actor=actor_of(request), at=at)
    context = {
        "page": page,
        "at": at,
        "first_url": request.path if cursor else None,
        "next_url": f"?{urlencode({'after': str(page.next)})}" if page.next else None,
    }
    return render(request, "coordination/whistles.html", context)


@allow(*_WITH_ORDERS)
@require_safe
def units(request: HttpRequest) -> HttpResponse:
    """Show how each unit answered the calls of a month."""
    at = clock.now()
    month = month_of(request.GET.get("month", ""), at=at)
    rows = unit_figures(since=month.since, until=month.until, actor=actor_of(request), at=at)
    return render(request, "coordination/whistle_units.html", {"rows": rows, "month": month})
