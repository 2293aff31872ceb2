"""Legal holds: the security and the audit administrator set and lift them."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST

from huying.foundation import clock
from huying.foundation.access import actor_of, allow
from huying.foundation.commit import one_commit
from huying.foundation.form_page import form_page
from huying.workorders.actions.lift_hold import lift_hold
from huying.workorders.actions.place_hold import place_hold
from huying.workorders.forms import HoldForm
from huying.workorders.queries.holds import MAY_HOLD, holds


@allow(*MAY_HOLD)
@require_http_methods(["GET", "POST"])
def hold_list(request: HttpRequest) -> HttpResponse:
    """List what is on hold; put one more order on hold."""
    actor = actor_of(request)
    form = HoldForm(request.POST if request.method == "POST" else None)

    def act() -> HttpResponse:
        with one_commit():
            place_hold(
                order_number=form.cleaned_data["number"],
                reason=form.cleaned_data["reason"],
                actor=actor,
                at=clock.now(),
            )
        messages.success(request, "已设为保留，保存期满也不会删除。")
        return redirect("holds")

    return form_page(
        request, form=form, act=act, template="workorders/holds.html", context={"rows": holds(actor=actor)}
    )


@allow(*MAY_HOLD)
@require_POST
def lift(request: HttpRequest, hold_id: int) -> HttpResponse:
    """Lift a hold."""
    with one_commit():
        lift_hold(hold_id=hold_id, actor=actor_of(request), at=clock.now())
    messages.success(request, "已解除保留。")
    return redirect("holds")
