"""Pages of extensions: asking, deciding, and what waits."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from huying.domain.actors import Role
from huying.domain.errors import Conflict
from huying.domain.lifecycle import BY_ACTION, refusal
from huying.foundation import clock
from huying.foundation.access import actor_of, allow
from huying.foundation.pagination import before_of, paged
from huying.handling.actions.request_extension import request_extension
from huying.handling.actions.review_extension import review_extension
from huying.handling.actions.settle_extension import settle_extension
from huying.handling.actions.withdraw_extension import withdraw_extension
from huying.handling.forms import AgreementForm, ExtensionForm, GrantForm
from huying.handling.queries.extensions import extensions_of, terms_of, waiting_extensions
from huying.workorders.forms import OrderForm
from huying.workorders.queries.dossier import dossier_by_number
from huying.workorders.views.act import OrderAct, act_on_order

_PAGE = 30
_TEMPLATE = "handling/extension.html"
_REQUEST = OrderAct(
    action="request_extension",
    form=ExtensionForm,
    act=request_extension,
    done="延期申请已提交。审批期间时限照常计算，请继续办理。",
    template=_TEMPLATE,
)
_WITHDRAW = OrderAct(
    action="withdraw_extension",
    form=OrderForm,
    act=withdraw_extension,
    done="延期申请已撤回，时限不变。",
    template=_TEMPLATE,
)
_REVIEW = OrderAct(
    action="review_extension", form=AgreementForm, act=review_extension, done="审核意见已保存。", template=_TEMPLATE
)
_SETTLE = OrderAct(
    action="settle_extension", form=GrantForm, act=settle_extension, done="审批意见已保存。", template=_TEMPLATE
)


@allow(*BY_ACTION["request_extension"].roles)
@require_http_methods(["GET", "POST"])
def request(request: HttpRequest, number: str) -> HttpResponse:
    """Ask for a longer limit; the form says how much may be asked for."""
    actor = actor_of(request)
    order = dossier_by_number(number=number, actor=actor).facts
    terms = None
    if refusal(order, "request_extension", actor) is None:
        try:
            terms = terms_of(order_id=order.id, actor=actor, at=clock.now())
        except Conflict:
            if request.method != "POST":  # what was typed is refused by the action, and stays in the form
                raise
    page = replace(_REQUEST, form=partial(ExtensionForm, terms=terms))
    return act_on_order(request, number=number, page=page, context={"terms": terms})


@allow(*BY_ACTION["withdraw_extension"].roles)
@require_http_methods(["GET", "POST"])
def withdraw(request: HttpRequest, number: str) -> HttpResponse:
    """Take an application back."""
    return _decide(request, number, _WITHDRAW)


@allow(*BY_ACTION["review_extension"].roles)
@require_http_methods(["GET", "POST"])
def review(request: HttpRequest, number: str) -> HttpResponse:
    """Judge a colleague's application, which stands above the form."""
    return _decide(request, number, _REVIEW)


@allow(*BY_ACTION["settle_extension"].roles)
@require_http_methods(["GET", "POST"])
def settle(request: HttpRequest, number: str) -> HttpResponse:
    """Grant or refuse what a unit asked for."""
    return _decide(request, number, _SETTLE)


@allow(Role.REVIEWER, Role.ARBITER)
@require_safe
def waiting(request: HttpRequest) -> HttpResponse:
    """List the applications that wait for me, the oldest first."""
    actor, at = actor_of(request), clock.now()
    rows = waiting_extensions(actor=actor, at=at, after=before_of(request, name="after"), limit=_PAGE + 1)
    act = "settle_extension" if actor.role is Role.ARBITER else "review_extension"
    context = {"at": at, "act": act, **paged(request, rows, page=_PAGE, name="after")}
    return render(request, "handling/extensions.html", context)


def _decide(request: HttpRequest, number: str, page: OrderAct) -> HttpResponse:
    dossier = dossier_by_number(number=number, actor=actor_of(request))
    return act_on_order(request, number=number, page=page, context={"extensions": extensions_of(dossier=dossier)})
