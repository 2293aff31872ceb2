"""Pages of the intake."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from huying.domain.actors import Role
from huying.foundation import clock
from huying.foundation.access import actor_of, allow
from huying.foundation.commit import one_commit
from huying.foundation.form_page import form_page
from huying.intake.actions.accept_order import accept_order
from huying.intake.actions.add_information import add_information
from huying.intake.actions.register_order import register_order
from huying.intake.actions.withdraw_order import withdraw_order
from huying.intake.forms import AcceptForm, InformationForm, RegisterForm, WithdrawForm
from huying.workorders.forms import keep_pictures
from huying.workorders.queries.dossier import dossier_by_number
from huying.workorders.views.act import OrderAct, act_on_order


@allow(Role.OPERATOR)
@require_http_methods(["GET", "POST"])
def register(request: HttpRequest) -> HttpResponse:
    """Register a demand and open its order's page."""
    actor = actor_of(request)
    given = (request.POST, request.FILES) if request.method == "POST" else ()
    form = RegisterForm(*given, actor=actor)

    def act() -> HttpResponse:
        pictures = keep_pictures(form.cleaned_data["pictures"])
        with one_commit():
            order = register_order(registration=form.registration(pictures=pictures), actor=actor, at=clock.now())
        messages.success(request, f"已登记，工单编号 {order.number}。")
        return redirect("order", number=order.number)

    return form_page(request, form=form, act=act, template="intake/register.html")


_ACCEPT = OrderAct(action="accept_order", form=AcceptForm, act=accept_order, done="已受理。")
_INFORMATION = OrderAct(
    action="add_information", form=InformationForm, act=add_information, done="补充情况已保存，承办单位可以看到。"
)
_WITHDRAW = OrderAct(action="withdraw_order", form=WithdrawForm, act=withdraw_order, done="已按诉求人意愿撤单。")


@allow(Role.OPERATOR)
@require_http_methods(["GET", "POST"])
def accept(request: HttpRequest, number: str) -> HttpResponse:
    """Accept a demand that came in by itself, or settle it at the door."""
    order = dossier_by_number(number=number, actor=actor_of(request)).order
    initial = {
        "kind": order.kind,
        "urgency": order.urgency,
        "matter_id": order.matter_id,
        "region_id": order.region_id,
    }
    return act_on_order(request, number=number, page=_ACCEPT, initial=initial)


@allow(Role.OPERATOR)
@require_http_methods(["GET", "POST"])
def information(request: HttpRequest, number: str) -> HttpResponse:
    """Add what the caller says later."""
    return act_on_order(request, number=number, page=_INFORMATION)


@allow(Role.OPERATOR)
@require_http_methods(["GET", "POST"])
def withdraw(request: HttpRequest, number: str) -> HttpResponse:
    """Withdraw an order at the caller's wish."""
    return act_on_order(request, number=number, page=_WITHDRAW)
