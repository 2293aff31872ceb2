"""The check that what bureaus have to do is not pushed down."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from huying.coordination.queries.pushed_down import pushed_down_counts, pushed_down_page
from huying.domain.actors import Role
from huying.foundation import clock
from huying.foundation.access import actor_of, allow
from huying.workorders.queries.queue import cursor_of

COUNTS = frozenset({Role.DISPATCHER, Role.ARBITER, Role.SUPERVISOR, Role.EVALUATOR, Role.LEADER})


@allow(*COUNTS)
@require_safe
def pushed_down(request: HttpRequest) -> HttpResponse:
    """Count by unit, and list, what went below whom the duty list names; the latest in front."""
    actor, at = actor_of(request), clock.now()
    page = pushed_down_page(cursor=cursor_of(request.GET.get("at", "")), actor=actor)
    context = {
        "counts": pushed_down_counts(actor=actor, at=at),
        "page": page,
        "previous_url": f"?at={page.previous}" if page.previous else None,
        "next_url": f"?at={page.next}" if page.next else None,
    }
    return render(request, "coordination/pushed_down.html", context)
