"""推诿扯皮指数: the units of a month, the facts behind one unit's number, the table."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from huying.desks.queries.shirking import shirking, shirking_of, shirking_table
from huying.desks.views.tables import given_out
from huying.domain.actors import Role
from huying.foundation import clock
from huying.foundation.access import actor_of, allow
from huying.foundation.period import Month, month_of

# Those who decide, send, watch and lead; and the units, of which each sees its own.
WEIGHS = frozenset(
    {Role.ARBITER, Role.DISPATCHER, Role.LEADER, Role.SUPERVISOR, Role.EVALUATOR, Role.CLERK, Role.REVIEWER}
)


@allow(*WEIGHS)
@require_safe
def by_unit(request: HttpRequest) -> HttpResponse:
    """Show the index of a month by unit."""
    month = _month(request)
    found = shirking(month=month, actor=actor_of(request), at=clock.now())
    return render(request, "desks/shirking.html", {"found": found, "month": month})


@allow(*WEIGHS)
@require_safe
def of_unit(request: HttpRequest, unit_id: int) -> HttpResponse:
    """Show the facts behind one unit's number."""
    month = _month(request)
    found = shirking_of(unit_id=unit_id, month=month, actor=actor_of(request), at=clock.now())
    return render(request, "desks/shirking_of_unit.html", {"found": found, "month": month})


@allow(*WEIGHS)
@require_safe
def export(request: HttpRequest) -> HttpResponse:
    """Give the index of a month as CSV; the export leaves a record."""
    month = _month(request)
    found = shirking(month=month, actor=actor_of(request), at=clock.now())
    return given_out(request, shirking_table(found), name=f"shirking-{month.code}.csv")


def _month(request: HttpRequest) -> Month:
    return month_of(request.GET.get("month", ""), at=clock.now())
