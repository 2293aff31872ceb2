"""Pages that ask for a return, take that back, and decide on it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from huying.dispatch.actions.request_return import request_return
from huying.dispatch.actions.rule_unit import rule_unit
from huying.dispatch.actions.settle_return import settle_return
from huying.dispatch.actions.withdraw_return import withdraw_return
from huying.dispatch.forms import ReturnForm, RuleForm, SettleReturnForm
from huying.dispatch.queries.precedents import precedents_for
from huying.dispatch.queries.returns import return_panel
from huying.domain.lifecycle import BY_ACTION
from huying.foundation import clock
from huying.foundation.access import actor_of, allow
from huying.workorders.forms import OrderForm
from huying.workorders.queries.dossier import dossier_by_number
from huying.workorders.views.act import OrderAct, act_on_order

_REQUEST = OrderAct(
    action="request_return",
    form=ReturnForm,
    act=request_return,
    done="退单申请已提交，等待异议审批员审核；审核期间办理时限不停，请继续办理。",
    template="dispatch/return.html",
)
_WITHDRAW = OrderAct(action="withdraw_return", form=OrderForm, act=withdraw_return, done="已撤回退单申请，请继续办理。")
_SETTLE = OrderAct(
    action="settle_return",
    form=SettleReturnForm,
    act=settle_return,
    done="退单审核结论已保存。",
    template="dispatch/return.html",
)
_RULE = OrderAct(
    action="rule_unit",
    form=RuleForm,
    act=rule_unit,
    done="已指定承办单位，本单禁止退回；首次办理时限不变。",
    template="dispatch/return.html",
)


@allow(*BY_ACTION["request_return"].roles)
@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest, number: str) -> HttpResponse:
    """Ask to return an order, beside what was ruled in like cases."""
    return _about_a_return(request, number, _REQUEST)


@allow(*BY_ACTION["withdraw_return"].roles)
@require_http_methods(["GET", "POST"])
def withdraw(request: HttpRequest, number: str) -> HttpResponse:
    """Take the request back."""
    return act_on_order(request, number=number, page=_WITHDRAW)


@allow(*BY_ACTION["settle_return"].roles)
@require_http_methods(["GET", "POST"])
def settle(request: HttpRequest, number: str) -> HttpResponse:
    """Decide on the request that stands above the form."""
    return _about_a_return(request, number, _SETTLE)


@allow(*BY_ACTION["rule_unit"].roles)
@require_http_methods(["GET", "POST"])
def rule(request: HttpRequest, number: str) -> HttpResponse:
    """Name the unit for good."""
    return _about_a_return(request, number, _RULE)


def _about_a_return(request: HttpRequest, number: str, page: OrderAct) -> HttpResponse:
    actor = actor_of(request)
    dossier = dossier_by_number(number=number, actor=actor)
    context = {
        "returns": return_panel(dossier=dossier, at=clock.now()),
        "precedents": precedents_for(order=dossier.order, actor=actor),
        "is_asking": page is _REQUEST,
        "is_settling": page is _SETTLE,
    }
    return act_on_order(request, number=number, page=page, context=context)
