"""精准（点位、诉求、责任）: how exactly orders were taken and sent (Q-07)."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from huying.desks.queries.accuracy import accuracy, accuracy_table
from huying.desks.views.tables import given_out
from huying.domain.actors import Role
from huying.foundation import clock
from huying.foundation.access import actor_of, allow
from huying.foundation.period import Month, month_of

SEES_ACCURACY = frozenset({Role.SUPERVISOR, Role.EVALUATOR, Role.LEADER})
# 约定: a year is what an office compares.
_MONTHS = 12


@allow(*SEES_ACCURACY)
@require_safe
def by_district(request: HttpRequest) -> HttpResponse:
    """Show the shares of a month by district, beside the month before."""
    month = month_of(request.GET.get("month", ""), at=clock.now())
    found = accuracy(month=month, before=_before(month), actor=actor_of(request))
    return render(request, "desks/accuracy.html", {"found": found, "month": month})


@allow(*SEES_ACCURACY)
@require_safe
def export(request: HttpRequest) -> HttpResponse:
    """Give the figures of the month and of the eleven before it as CSV."""
    months = [month_of(request.GET.get("month", ""), at=clock.now())]
    while len(months) <= _MONTHS:
        months.append(_before(months[-1]))
    pairs = pairwise(months)
    actor = actor_of(request)
    found = [(month, accuracy(month=month, before=before, actor=actor)) for month, before in pairs]
    return given_out(request, accuracy_table(found), name=f"accuracy-{months[0].code}.csv")


def _before(month: Month) -> Month:
    return month_of(f"{month.since - timedelta(days=1):%Y-%m}", at=clock.now())
