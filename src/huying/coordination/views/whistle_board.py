"""监哨: the board of open whistles, and the figures of 双考核."""

from __future__ import annotations

from datetime import datetime, timedelta
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from huying.coordination.queries.whistle_board import open_whistles
from huying.coordination.queries.whistle_figures import unit_figures
from huying.domain.actors import NO_ORDERS, SEATED
from huying.foundation import clock
from huying.foundation.access import actor_of, allow
from huying.foundation.clock import SHANGHAI
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
    since = _month(request.GET.get("month", "")) or at.astimezone(SHANGHAI).replace(
        day=1, hour=0, minute=0, second=0, microsecond=0
    )
    until = (since + timedelta(days=32)).replace(day=1)
    before = (since - timedelta(days=1)).replace(day=1)
    context = {
        "rows": unit_figures(since=since, until=until, actor=actor_of(request), at=at),
        "month": since,
        "previous_url": f"?month={before:%Y-%m}",
        "next_url": f"?month={until:%Y-%m}" if until <= at else None,
    }
    return render(request, "coordination/whistle_units.html", context)


def _month(text: str) -> datetime | None:
    """Read a month such as 2026-03; ``None`` for anything else."""
    try:
        return datetime.strptime(text, "%Y-%m").replace(tzinfo=SHANGHAI)
    except ValueError:
        return None
