"""Pages of hanging: asking, deciding, and what is done while a matter is hung."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from huying.domain.errors import Conflict
from huying.domain.lifecycle import BY_ACTION, refusal
from huying.foundation import clock
from huying.foundation.access import actor_of, allow
from huying.handling.actions.end_hanging import end_hanging
from huying.handling.actions.reach_milestone import reach_milestone
from huying.handling.actions.request_hanging import request_hanging
from huying.handling.actions.review_hanging import review_hanging
from huying.handling.actions.review_hung import review_hung
from huying.handling.actions.settle_hanging import settle_hanging
from huying.handling.actions.withdraw_hanging import withdraw_hanging
from huying.handling.forms import AgreementForm, EndHangingForm, GrantForm, HangingForm, HungReviewForm, MilestoneForm
from huying.handling.queries.hangings import hanging_terms, hangings_of
from huying.workorders.forms import OrderForm
from huying.workorders.queries.dossier import dossier_by_number
from huying.workorders.views.act import OrderAct, act_on_order

_act = partial(OrderAct, template="handling/hanging.html")
_REQUEST = _act(
    action="request_hanging",
    form=HangingForm,
    act=request_hanging,
    done="挂账申请已提交。审批期间时限照常计算，请继续办理。",
)
_WITHDRAW = _act(action="withdraw_hanging", form=OrderForm, act=withdraw_hanging, done="挂账申请已撤回，时限不变。")
_REVIEW = _act(action="review_hanging", form=AgreementForm, act=review_hanging, done="审核意见已保存。")
_SETTLE = _act(action="settle_hanging", form=GrantForm, act=settle_hanging, done="审批意见已保存。")
_AGAIN = _act(action="review_hung", form=HungReviewForm, act=review_hung, done="复查已保存，下次复查的时限开始计算。")
_MILESTONE = _act(action="reach_milestone", form=MilestoneForm, act=reach_milestone, done="节点已完成。")
_END = _act(action="end_hanging", form=EndHangingForm, act=end_hanging, done="挂账已解除，剩余的办理时限重新开始计算。")


@allow(*BY_ACTION["request_hanging"].roles)
@require_http_methods(["GET", "POST"])
def request(request: HttpRequest, number: str) -> HttpResponse:
    """Ask for a matter to be hung; the form says until when it may be."""
    actor = actor_of(request)
    order = dossier_by_number(number=number, actor=actor).facts
    terms = None
    if refusal(order, "request_hanging", actor) is None:
        try:
            terms = hanging_terms(order_id=order.id, actor=actor, at=clock.now())
        except Conflict:
            if request.method != "POST":  # what was typed is refused by the action, and stays in the form
                raise
    page = replace(_REQUEST, form=partial(HangingForm, terms=terms))
    return act_on_order(request, number=number, page=page, context={"terms": terms})


@allow(*BY_ACTION["withdraw_hanging"].roles)
@require_http_methods(["GET", "POST"])
def withdraw(request: HttpRequest, number: str) -> HttpResponse:
    """Take an application back."""
    return _with_panel(request, number, _WITHDRAW)


@allow(*BY_ACTION["review_hanging"].roles)
@require_http_methods(["GET", "POST"])
def review(request: HttpRequest, number: str) -> HttpResponse:
    """Judge a colleague's application, which stands above the form."""
    return _with_panel(request, number, _REVIEW)


@allow(*BY_ACTION["settle_hanging"].roles)
@require_http_methods(["GET", "POST"])
def settle(request: HttpRequest, number: str) -> HttpResponse:
    """Put a matter on the list, or refuse."""
    return _with_panel(request, number, _SETTLE)


@allow(*BY_ACTION["review_hung"].roles)
@require_http_methods(["GET", "POST"])
def again(request: HttpRequest, number: str) -> HttpResponse:
    """Review a hung matter."""
    return _with_panel(request, number, _AGAIN)


@allow(*BY_ACTION["reach_milestone"].roles)
@require_http_methods(["GET", "POST"])
def milestone(request: HttpRequest, number: str) -> HttpResponse:
    """Say that a step of the plan is done."""
    return _with_panel(request, number, _MILESTONE)


@allow(*BY_ACTION["end_hanging"].roles)
@require_http_methods(["GET", "POST"])
def end(request: HttpRequest, number: str) -> HttpResponse:
    """Take a matter off the list, to be handled again."""
    return _with_panel(request, number, _END)


def _with_panel(request: HttpRequest, number: str, page: OrderAct) -> HttpResponse:
    dossier, at = dossier_by_number(number=number, actor=actor_of(request)), clock.now()
    context = {"hangings": hangings_of(dossier=dossier, at=at), "at": at}
    return act_on_order(request, number=number, page=page, context=context)
