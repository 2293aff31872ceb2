"""首接负责: how units take up what they are given (C-28)."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from huying.desks.queries.taking_up import taking_table, taking_up
from huying.desks.views.shirking import WEIGHS
from huying.desks.views.tables import given_out
from huying.foundation import clock
from huying.foundation.access import actor_of, allow
from huying.foundation.period import month_of


@allow(*WEIGHS)
@require_safe
def by_unit(request: HttpRequest) -> HttpResponse:
    """Show who kept what was sent to them first, and who kept the limits."""
    at = clock.now()
    month = month_of(request.GET.get("month", ""), at=at)
    found = taking_up(month=month, actor=actor_of(request), at=at)
    return render(request, "desks/taking_up.html", {"found": found, "month": month})


@allow(*WEIGHS)
@require_safe
def export(request: HttpRequest) -> HttpResponse:
    """Give the figures of a month as CSV."""
    at = clock.now()
    month = month_of(request.GET.get("month", ""), at=at)
    found = taking_up(month=month, actor=actor_of(request), at=at)
    return given_out(request, taking_table(found), name=f"taking-up-{month.code}.csv")
