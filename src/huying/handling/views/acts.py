"""Pages on which a unit handles an order."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from huying.domain.lifecycle import BY_ACTION
from huying.foundation.access import actor_of, allow
from huying.handling.actions.pass_down import pass_down
from huying.handling.actions.pass_up import pass_up
from huying.handling.actions.record_contact import record_contact
from huying.handling.actions.record_progress import record_progress
from huying.handling.actions.record_visit import record_visit
from huying.handling.actions.report_assist import report_assist
from huying.handling.actions.review_reply import review_reply
from huying.handling.actions.sign_order import sign_order
from huying.handling.actions.submit_reply import submit_reply
from huying.handling.actions.write_to_caller import write_to_caller
from huying.handling.forms import (
    ContactForm,
    MessageForm,
    PassDownForm,
    ProgressForm,
    ReplyForm,
    ReportForm,
    ReviewForm,
    VisitForm,
)
from huying.handling.queries import advice_on, advice_on_last, panel, sent_back
from huying.handling.queries.drafting import model_for
from huying.workorders.forms import OrderForm
from huying.workorders.queries.dialogue import dialogue_of
from huying.workorders.queries.dossier import dossier_by_number
from huying.workorders.queries.past_answers import about_order, past_answers
from huying.workorders.views.act import OrderAct, act_on_order

_SIGN = OrderAct(action="sign_order", form=OrderForm, act=sign_order, done="已签收，请在先行联系时限内联系诉求人。")
_CONTACT = OrderAct(action="record_contact", form=ContactForm, act=record_contact, done="联系记录已保存。")
_PROGRESS = OrderAct(action="record_progress", form=ProgressForm, act=record_progress, done="办理进展已保存。")
_VISIT = OrderAct(action="record_visit", form=VisitForm, act=record_visit, done="上门记录已保存。")
_PASS_DOWN = OrderAct(
    action="pass_down",
    form=PassDownForm,
    act=pass_down,
    done="已交下级单位办理，下级办理时限开始计算；主办单位不变。",
)
_PASS_UP = OrderAct(action="pass_up", form=ReportForm, act=pass_up, done="已报回上级单位。")
_ASSIST = OrderAct(action="report_assist", form=ReportForm, act=report_assist, done="协办情况已反馈主办单位。")
_WRITE = OrderAct(
    action="write_to_caller",
    form=MessageForm,
    act=write_to_caller,
    done="留言已保存，诉求人在查询页面看得到。",
    template="handling/with_dialogue.html",
)
_REPLY = OrderAct(
    action="submit_reply", form=ReplyForm, act=submit_reply, done="答复已提交。", template="handling/reply.html"
)
_REVIEW = OrderAct(
    action="review_reply",
    form=ReviewForm,
    act=review_reply,
    done="审核意见已保存。",
    template="handling/reply.html",
)


@allow(*BY_ACTION["sign_order"].roles)
@require_http_methods(["GET", "POST"])
def sign(request: HttpRequest, number: str) -> HttpResponse:
    """Sign for an order."""
    return act_on_order(request, number=number, page=_SIGN)


@allow(*BY_ACTION["record_contact"].roles)
@require_http_methods(["GET", "POST"])
def contact(request: HttpRequest, number: str) -> HttpResponse:
    """Record a contact with the caller."""
    return act_on_order(request, number=number, page=_CONTACT)


@allow(*BY_ACTION["record_progress"].roles)
@require_http_methods(["GET", "POST"])
def progress(request: HttpRequest, number: str) -> HttpResponse:
    """Record what was done."""
    return act_on_order(request, number=number, page=_PROGRESS)


@allow(*BY_ACTION["record_visit"].roles)
@require_http_methods(["GET", "POST"])
def visit(request: HttpRequest, number: str) -> HttpResponse:
    """Record a visit."""
    return act_on_order(request, number=number, page=_VISIT)


@allow(*BY_ACTION["pass_down"].roles)
@require_http_methods(["GET", "POST"])
def down(request: HttpRequest, number: str) -> HttpResponse:
    """Pass an order to a unit below."""
    return act_on_order(request, number=number, page=_PASS_DOWN)


@allow(*BY_ACTION["pass_up"].roles)
@require_http_methods(["GET", "POST"])
def up(request: HttpRequest, number: str) -> HttpResponse:
    """Give an order back to the unit above."""
    return act_on_order(request, number=number, page=_PASS_UP)


@allow(*BY_ACTION["report_assist"].roles)
@require_http_methods(["GET", "POST"])
def assist(request: HttpRequest, number: str) -> HttpResponse:
    """Report what an assisting unit did."""
    return act_on_order(request, number=number, page=_ASSIST)


@allow(*BY_ACTION["write_to_caller"].roles)
@require_http_methods(["GET", "POST"])
def write(request: HttpRequest, number: str) -> HttpResponse:
    """Write to the caller, beside what was written before."""
    dossier = dossier_by_number(number=number, actor=actor_of(request))
    return act_on_order(request, number=number, page=_WRITE, context={"messages_before": dialogue_of(dossier=dossier)})


@allow(*BY_ACTION["submit_reply"].roles)
@require_http_methods(["GET", "POST"])
def reply(request: HttpRequest, number: str) -> HttpResponse:
    """Submit the unit's answer, beside what was said so far; one that was sent back is there to be mended.

    What may be wrong with it is told once, before it is sent; a past reply that is shown beside it may not be its copy.
    """
    actor = actor_of(request)
    dossier = dossier_by_number(number=number, actor=actor)
    answers = past_answers(about=about_order(dossier=dossier), actor=actor)
    offered = [one.words for one in answers]
    advise = partial(advice_on, dossier=dossier, unit_id=actor.unit_id, offered=offered, actor=actor)
    return act_on_order(
        request,
        number=number,
        page=replace(_REPLY, form=partial(ReplyForm, advise=advise)),
        initial=sent_back(dossier=dossier),
        context={"panel": panel(dossier=dossier), "model": model_for(dossier=dossier), "answers": answers},
    )


@allow(*BY_ACTION["review_reply"].roles)
@require_http_methods(["GET", "POST"])
def review(request: HttpRequest, number: str) -> HttpResponse:
    """Judge the reply that stands above the form."""
    actor = actor_of(request)
    dossier = dossier_by_number(number=number, actor=actor)
    context = {"panel": panel(dossier=dossier), "advice": advice_on_last(dossier=dossier, actor=actor)}
    return act_on_order(request, number=number, page=_REVIEW, context=context)
