"""The one search box."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from huying.domain.actors import SEATED
from huying.foundation import clock
from huying.foundation.access import actor_of, allow
from huying.foundation.http_errors import status_of
from huying.workorders.queries.search import HOW_LABELS, How, place_of
from huying.workorders.queries.search import search as find
from huying.workorders.queries.search_words import QueryTooShort

_LONGEST = 100


@allow(*SEATED)
@never_cache
@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Show what the text finds; an order's own number leads straight to it."""
    text = request.GET.get("q", "").strip()[:_LONGEST]
    context: dict[str, object] = {"search_query": text, "at": clock.now()}
    if not text:
        return render(request, "desks/search.html", context)
    try:
        page = find(text=text, place=place_of(request.GET.get("at", "")), actor=actor_of(request), at=clock.now())
    except QueryTooShort as fault:
        return render(request, "desks/search.html", {**context, "fault": str(fault)}, status=status_of(fault))
    if page.how is How.NUMBER:
        return redirect("order", number=page.rows[0].number)
    context |= {
        "page": page,
        "shown": len(page.rows),
        "how": HOW_LABELS[page.how],
        "previous_url": _at(request, page.previous) if page.previous else None,
        "next_url": _at(request, page.next) if page.next else None,
    }
    return render(request, "desks/search.html", context)


def _at(request: HttpRequest, place: object) -> str:
    query = request.GET.copy()
    query["at"] = str(place)
    return f"?{query.urlencode()}"
