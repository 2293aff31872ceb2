"""服务承诺: what public-service enterprises promise, and how they keep it (C-15)."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from huying.desks.queries.promises import promises_of
from huying.domain.actors import NO_ORDERS, SEATED
from huying.foundation import clock
from huying.foundation.access import actor_of, allow
from huying.foundation.period import month_of


@allow(*(SEATED - NO_ORDERS))
@require_safe
def promises(request: HttpRequest) -> HttpResponse:
    """List the enterprises with their promises, kept or not in the orders that the actor may see."""
    at = clock.now()
    month = month_of(request.GET.get("month", ""), at=at)
    found = promises_of(month=month, actor=actor_of(request), at=at)
    return render(request, "desks/promises.html", {"enterprises": found, "month": month})
