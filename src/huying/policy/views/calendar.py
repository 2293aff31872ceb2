"""The page of the working-day calendar."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST

from huying.domain.actors import SIDES, Role
from huying.domain.errors import NotAllowed
from huying.foundation import clock
from huying.foundation.access import actor_of, allow
from huying.foundation.commit import one_commit
from huying.foundation.form_page import form_page
from huying.policy.actions.remove_calendar_day import DayNotSet, remove_calendar_day
from huying.policy.actions.set_calendar_day import set_calendar_day
from huying.policy.forms import DayForm
from huying.policy.queries.calendar import coverage, own_days


@allow(*SIDES)
@require_http_methods(["GET", "POST"])
def calendar(request: HttpRequest) -> HttpResponse:
    """Show how far the national calendar reaches and the centre's own days; set one."""
    actor, today = actor_of(request), clock.today()
    if request.method == "POST" and actor.role is not Role.SYSTEM_ADMIN:
        raise NotAllowed
    form = DayForm(request.POST if request.method == "POST" else None)

    def act() -> HttpResponse:
        with one_commit():
            set_calendar_day(**form.cleaned_data, actor=actor, at=clock.now())
        messages.success(request, "已保存，一分钟内生效；已经算好的时限不变。")
        return redirect("calendar")

    context = {
        "coverage": coverage(actor=actor, on=today),
        "days": own_days(actor=actor, on=today),
        "may_change": actor.role is Role.SYSTEM_ADMIN,
    }
    return form_page(request, form=form, act=act, template="policy/calendar.html", context=context)


@allow(Role.SYSTEM_ADMIN)
@require_POST
def remove_day(request: HttpRequest, day: str) -> HttpResponse:
    """Leave a day to the national calendar again."""
    try:
        wanted = date.fromisoformat(day)
    except ValueError as fault:
        raise DayNotSet from fault
    with one_commit():
        remove_calendar_day(day=wanted, actor=actor_of(request), at=clock.now())
    messages.success(request, "已撤销，这一天恢复按全国日历。")
    return redirect("calendar")
