"""办理时效: what callers said, and how the limits were kept."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from huying.domain.actors import NO_ORDERS, SEATED
from huying.followup.queries import verdict_figures
from huying.foundation import clock
from huying.foundation.access import actor_of, allow
from huying.foundation.period import PeriodForm
from huying.workorders.queries.stage_figures import stage_figures


@allow(*(SEATED - NO_ORDERS))
@require_safe
def figures(request: HttpRequest) -> HttpResponse:
    """Show the figures of a period for the orders that the actor may see: citizens' words first."""
    actor = actor_of(request)
    form = PeriodForm(request.GET)
    since, until = form.period()
    shown = {
        "form": form,
        "verdicts": verdict_figures(actor=actor, since=since, until=until),
        "stages": stage_figures(actor=actor, since=since, until=until, at=clock.now()),
    }
    return render(request, "desks/figures.html", shown)
