"""基层负担: what streets and bureaus carry in a month (Q-10)."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from huying.coordination.views.pushed_down import COUNTS
from huying.desks.queries.burden import burden, burden_table
from huying.desks.views.tables import given_out
from huying.foundation import clock
from huying.foundation.access import actor_of, allow
from huying.foundation.period import month_of


@allow(*COUNTS)
@require_safe
def by_kind(request: HttpRequest) -> HttpResponse:
    """Show what the units of each kind carry."""
    at = clock.now()
    month = month_of(request.GET.get("month", ""), at=at)
    found = burden(month=month, actor=actor_of(request), at=at)
    return render(request, "desks/burden.html", {"found": found, "month": month})


@allow(*COUNTS)
@require_safe
def export(request: HttpRequest) -> HttpResponse:
    """Give the figures of a month as CSV."""
    at = clock.now()
    month = month_of(request.GET.get("month", ""), at=at)
    found = burden(month=month, actor=actor_of(request), at=at)
    return given_out(request, burden_table(found), name=f"burden-{month.code}.csv")
