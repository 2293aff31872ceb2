"""Pages of questions to superiors and of leaders' instructions."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from huying.coordination.actions.answer_escalation import answer_escalation
from huying.coordination.actions.escalate import escalate
from huying.coordination.actions.instruct import instruct
from huying.coordination.actions.report_instruction import report_instruction
from huying.coordination.forms.escalation import AnswerForm, EscalateForm, InstructForm, ReportForm
from huying.coordination.queries.board import BOARD, Tab, board, waiting_counts
from huying.coordination.queries.escalation import panel
from huying.domain.lifecycle import BY_ACTION
from huying.foundation import clock
from huying.foundation.access import actor_of, allow
from huying.web.rows import TabLink
from huying.workorders.queries.dossier import dossier_by_number
from huying.workorders.queries.queue import cursor_of
from huying.workorders.views.act import OrderAct, act_on_order

_WITH_PANEL = "coordination/with_escalation.html"
_ESCALATE = OrderAct(
    action="escalate",
    form=EscalateForm,
    act=escalate,
    done="已提请研究，答复会出现在本页。研究期间办理时限不停，请继续办理。",
    template=_WITH_PANEL,
)
_ANSWER = OrderAct(
    action="answer_escalation",
    form=AnswerForm,
    act=answer_escalation,
    done="研究意见已保存，承办单位可以看到。",
    template=_WITH_PANEL,
)
_INSTRUCT = OrderAct(
    action="instruct",
    form=InstructForm,
    act=instruct,
    done="批示已送承办单位，落实时限开始计算。",
    template=_WITH_PANEL,
)
_REPORT = OrderAct(
    action="report_instruction",
    form=ReportForm,
    act=report_instruction,
    done="落实情况已报告。",
    template=_WITH_PANEL,
)
_LABELS = {Tab.ASKED: "待研究", Tab.ANSWERED: "已研究", Tab.GIVEN: "批示待落实", Tab.REPORTED: "批示已落实"}


@allow(*BOARD)
@require_safe
def leaders(request: HttpRequest) -> HttpResponse:
    """Show the board: questions that wait, instructions with their state; overdue ones are red."""
    actor, at = actor_of(request), clock.now()
    asked = request.GET.get("tab", "")
    tab = Tab(asked) if asked in set(Tab) else Tab.ASKED
    page = board(tab=tab, cursor=cursor_of(request.GET.get("at", "")), actor=actor, at=at)
    counts = waiting_counts(actor=actor)
    context = {
        "tabs": [
            TabLink(label=label, url=f"?tab={one}", is_chosen=one is tab, count=counts.get(one))
            for one, label in _LABELS.items()
        ],
        "label": _LABELS[tab],
        "is_question": tab in {Tab.ASKED, Tab.ANSWERED},
        "page": page,
        "at": at,
        "previous_url": f"?tab={tab}&at={page.previous}" if page.previous else None,
        "next_url": f"?tab={tab}&at={page.next}" if page.next else None,
    }
    return render(request, "coordination/leaders.html", context)


@allow(*BY_ACTION["escalate"].roles)
@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest, number: str) -> HttpResponse:
    """Put a question to a superior."""
    return _beside_panel(request, number, _ESCALATE)


@allow(*BY_ACTION["answer_escalation"].roles)
@require_http_methods(["GET", "POST"])
def answer(request: HttpRequest, number: str) -> HttpResponse:
    """Answer what a unit asked."""
    return _beside_panel(request, number, _ANSWER)


@allow(*BY_ACTION["instruct"].roles)
@require_http_methods(["GET", "POST"])
def give(request: HttpRequest, number: str) -> HttpResponse:
    """Write an instruction."""
    return _beside_panel(request, number, _INSTRUCT)


@allow(*BY_ACTION["report_instruction"].roles)
@require_http_methods(["GET", "POST"])
def report(request: HttpRequest, number: str) -> HttpResponse:
    """Report how the instructions were carried out."""
    return _beside_panel(request, number, _REPORT)


def _beside_panel(request: HttpRequest, number: str, page: OrderAct) -> HttpResponse:
    at = clock.now()
    dossier = dossier_by_number(number=number, actor=actor_of(request))
    shown = {"panel": panel(dossier=dossier, at=at), "at": at}
    return act_on_order(request, number=number, page=page, context=shown)
