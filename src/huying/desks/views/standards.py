"""办理标准: every node with its limit, who answers for it, why, and how it is kept (C-33)."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from huying.desks.queries.standards import standards_of
from huying.domain.actors import NO_ORDERS, SEATED
from huying.foundation import clock
from huying.foundation.access import actor_of, allow
from huying.foundation.period import month_of


@allow(*(SEATED - NO_ORDERS))
@require_safe
def standards(request: HttpRequest) -> HttpResponse:
    """Show the nodes of an order's way, for the orders that the actor may see."""
    at = clock.now()
    month = month_of(request.GET.get("month", ""), at=at)
    found = standards_of(month=month, actor=actor_of(request), at=at)
    return render(request, "desks/standards.html", {"phases": found, "month": month})
