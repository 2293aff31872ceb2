"""Pages of duty rosters: one unit's, and who is on duty now."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from huying.domain.actors import SEATED, Role
from huying.foundation import clock
from huying.foundation.access import actor_of, allow
from huying.foundation.commit import one_commit
from huying.foundation.form_page import form_page
from huying.organisation.actions.add_shift import add_shift
from huying.organisation.actions.remove_shift import remove_shift
from huying.organisation.forms import BoardFilter, ShiftForm
from huying.organisation.queries.rosters import board, keeper_of, roster_of

_LISTED = 300


@allow(Role.SYSTEM_ADMIN, Role.REVIEWER)
@require_http_methods(["GET", "POST"])
def roster(request: HttpRequest, unit_id: int) -> HttpResponse:
    """Show a unit's roster to those who keep it, and add a shift."""
    actor, at = actor_of(request), clock.now()
    unit = keeper_of(unit_id=unit_id, actor=actor)
    form = ShiftForm(request.POST if request.method == "POST" else None)

    def act() -> HttpResponse:
        with one_commit():
            add_shift(unit_id=unit_id, **form.cleaned_data, actor=actor)
        messages.success(request, "班次已加入值班表。")
        return redirect("roster", unit_id=unit_id)

    context = {"unit": unit, "roster": roster_of(unit=unit, at=at)}
    return form_page(request, form=form, act=act, template="organisation/roster.html", context=context)


@allow(Role.SYSTEM_ADMIN, Role.REVIEWER)
@require_POST
def remove(request: HttpRequest, unit_id: int, shift_id: int) -> HttpResponse:
    """Take a shift off a roster."""
    with one_commit():
        remove_shift(unit_id=unit_id, shift_id=shift_id, actor=actor_of(request))
    messages.success(request, "班次已删除。")
    return redirect("roster", unit_id=unit_id)


@allow(*SEATED)
@require_GET
def duty_now(request: HttpRequest) -> HttpResponse:
    """Show who is on duty now in every unit."""
    actor, at = actor_of(request), clock.now()
    form = BoardFilter(request.GET)
    lines = board(**form.wanted(), actor=actor, at=at)
    context = {
        "form": form,
        "lines": lines[:_LISTED],
        "count": len(lines),
        "at": at,
        "is_cut": any(form.wanted().values()),
    }
    return render(request, "organisation/duty_now.html", context)
