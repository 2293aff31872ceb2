"""Pages of the intake."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from huying.domain.actors import Role
from huying.domain.errors import Conflict, Invalid
from huying.foundation import clock
from huying.foundation.access import actor_of, allow
from huying.foundation.commit import one_commit
from huying.foundation.http_errors import status_of
from huying.intake.actions.register_order import register_order
from huying.intake.forms import RegisterForm
from huying.workorders.views import put_on


@allow(Role.OPERATOR)
@require_http_methods(["GET", "POST"])
def register(request: HttpRequest) -> HttpResponse:
    """Register a demand and open its order's page."""
    actor = actor_of(request)
    if request.method != "POST":
        return render(request, "intake/register.html", {"form": RegisterForm(actor=actor)})
    form = RegisterForm(request.POST, actor=actor)
    if not form.is_valid():
        return render(request, "intake/register.html", {"form": form}, status=422)
    try:
        with one_commit():
            order = register_order(registration=form.registration(), actor=actor, at=clock.now())
    except (Invalid, Conflict) as fault:
        put_on(form, fault)
        return render(request, "intake/register.html", {"form": form}, status=status_of(fault))
    messages.success(request, f"已登记，工单编号 {order.number}。")
    return redirect("order", number=order.number)
