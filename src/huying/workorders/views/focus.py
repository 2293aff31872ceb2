"""What the supervisors watch."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST

from huying.domain.actors import NO_ORDERS, SEATED, Role
from huying.domain.errors import NotAllowed
from huying.foundation import clock
from huying.foundation.access import actor_of, allow
from huying.foundation.commit import one_commit
from huying.foundation.form_page import form_page
from huying.workorders.actions.add_focus import add_focus
from huying.workorders.actions.end_focus import end_focus
from huying.workorders.forms import FocusForm
from huying.workorders.queries.focuses import focuses


@allow(*(SEATED - NO_ORDERS))
@require_http_methods(["GET", "POST"])
def focus(request: HttpRequest) -> HttpResponse:
    """Show what is watched; a supervisor adds to it."""
    actor, at = actor_of(request), clock.now()
    if request.method == "POST" and actor.role is not Role.SUPERVISOR:
        raise NotAllowed("重点关注由督办员维护。")
    form = FocusForm(request.POST if request.method == "POST" else None, actor=actor)

    def act() -> HttpResponse:
        with one_commit():
            add_focus(**form.given(), actor=actor, at=at)
        messages.success(request, "已列入重点关注，此期间登记的工单将在工单页提示。")
        return redirect("focus")

    context = {"rows": focuses(actor=actor, at=at), "may_change": actor.role is Role.SUPERVISOR}
    return form_page(request, form=form, act=act, template="workorders/focus.html", context=context)


@allow(Role.SUPERVISOR)
@require_POST
def end(request: HttpRequest, focus_id: int) -> HttpResponse:
    """Watch something no longer."""
    with one_commit():
        end_focus(focus_id=focus_id, actor=actor_of(request), at=clock.now())
    messages.success(request, "已结束关注。")
    return redirect("focus")
