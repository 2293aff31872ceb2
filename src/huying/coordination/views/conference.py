"""Pages of conferences."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from huying.coordination.actions.call_conference import call_conference
from huying.coordination.actions.give_opinion import give_opinion
from huying.coordination.actions.settle_conference import settle_conference
from huying.coordination.forms.conference import CallForm, DecisionForm, OpinionForm
from huying.coordination.queries.conference import MEETS, ledger, open_count, panel, said_by
from huying.domain.lifecycle import BY_ACTION
from huying.foundation import clock
from huying.foundation.access import actor_of, allow
from huying.workorders.queries.dossier import dossier_by_number
from huying.workorders.queries.queue import cursor_of
from huying.workorders.views.act import OrderAct, act_on_order

_WITH_PANEL = "coordination/with_conference.html"
_CALL = OrderAct(
    action="call_conference", form=CallForm, act=call_conference, done="已发起会商，会商单位可以查看本单并发表意见。"
)
_OPINION = OrderAct(
    action="give_opinion",
    form=OpinionForm,
    act=give_opinion,
    done="会商意见已提交，决定作出前可以修改。",
    template=_WITH_PANEL,
)
_DECISION = OrderAct(
    action="settle_conference",
    form=DecisionForm,
    act=settle_conference,
    done="会商决定已保存，派单时列为首选。",
    template=_WITH_PANEL,
)


@allow(*MEETS)
@require_safe
def conferences(request: HttpRequest) -> HttpResponse:
    """List conferences that are open, those due first in front, or settled ones."""
    actor, at = actor_of(request), clock.now()
    is_settled = request.GET.get("tab") == "settled"
    page = ledger(is_settled=is_settled, cursor=cursor_of(request.GET.get("at", "")), actor=actor, at=at)
    tab = "tab=settled&" if is_settled else ""
    context = {
        "page": page,
        "is_settled": is_settled,
        "waiting": open_count(actor=actor),
        "at": at,
        "previous_url": f"?{tab}at={page.previous}" if page.previous else None,
        "next_url": f"?{tab}at={page.next}" if page.next else None,
    }
    return render(request, "coordination/conferences.html", context)


@allow(*BY_ACTION["call_conference"].roles)
@require_http_methods(["GET", "POST"])
def call(request: HttpRequest, number: str) -> HttpResponse:
    """Call a conference on an order."""
    return act_on_order(request, number=number, page=_CALL)


@allow(*BY_ACTION["give_opinion"].roles)
@require_http_methods(["GET", "POST"])
def opinion(request: HttpRequest, number: str) -> HttpResponse:
    """Say the unit's opinion, or change it, beside what was asked and said so far."""
    actor = actor_of(request)
    dossier = dossier_by_number(number=number, actor=actor)
    said = said_by(dossier=dossier, actor=actor)
    shown = {"conferences": panel(dossier=dossier, actor=actor, at=clock.now()), "at": clock.now()}
    return act_on_order(request, number=number, page=_OPINION, initial=vars(said) if said else None, context=shown)


@allow(*BY_ACTION["settle_conference"].roles)
@require_http_methods(["GET", "POST"])
def decision(request: HttpRequest, number: str) -> HttpResponse:
    """Decide, beside what was said."""
    actor = actor_of(request)
    dossier = dossier_by_number(number=number, actor=actor)
    shown = {"conferences": panel(dossier=dossier, actor=actor, at=clock.now()), "at": clock.now()}
    return act_on_order(request, number=number, page=_DECISION, context=shown)
