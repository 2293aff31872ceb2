"""Pages of supervision: the ledger, the figures of units, and the four acts on an order."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huying.domain.errors import Invalid
from huying.domain.lifecycle import BY_ACTION
from huying.foundation import clock
from huying.foundation.access import actor_of, allow
from huying.foundation.commit import one_commit
from huying.foundation.period import month_of
from huying.organisation.queries.units import unit_names
from huying.supervision.actions.answer_supervision import answer_supervision
from huying.supervision.actions.check_supervision import check_supervision
from huying.supervision.actions.issue_supervision import issue_supervision
from huying.supervision.actions.settle_reply_lead import settle_reply_lead
from huying.supervision.actions.withdraw_supervision import withdraw_supervision
from huying.supervision.choices import Fault, LeadState
from huying.supervision.forms import AnswerForm, CheckForm, IssueForm, LeadForm, LeadSettleForm, WithdrawForm
from huying.supervision.queries.figures import unit_figures
from huying.supervision.queries.leads import LEAD_READERS, LEAD_SETTLERS, lead_counts, lead_figures, leads
from huying.supervision.queries.ledger import READERS, Tab, ledger, open_counts
from huying.supervision.queries.panel import panel
from huying.web.rows import TabLink
from huying.workorders.queries.dossier import dossier_by_number
from huying.workorders.queries.queue import cursor_of
from huying.workorders.views.act import OrderAct, act_on_order

_WITH_PANEL = "supervision/with_panel.html"
_ISSUE = OrderAct(
    action="issue_supervision",
    form=IssueForm,
    act=issue_supervision,
    done="督办已送被督办单位，答复时限开始计算。",
    template=_WITH_PANEL,
)
_ANSWER = OrderAct(
    action="answer_supervision",
    form=AnswerForm,
    act=answer_supervision,
    done="督办答复已提交，等待督查。",
    template=_WITH_PANEL,
)
_CHECK = OrderAct(
    action="check_supervision",
    form=CheckForm,
    act=check_supervision,
    done="督查意见已保存，被督办单位可以看到。",
    template=_WITH_PANEL,
)
_WITHDRAW = OrderAct(
    action="withdraw_supervision",
    form=WithdrawForm,
    act=withdraw_supervision,
    done="督办已撤回，被督办单位不用再答复。",
    template=_WITH_PANEL,
)
_DUE = {Tab.ANSWERED: "督查时限", Tab.CLOSED: "结果"}
_LABELS = {Tab.ASKED: "待答复", Tab.OVERDUE: "逾期未答复", Tab.ANSWERED: "待督查", Tab.CLOSED: "已了结"}


@allow(*READERS)
@require_safe
def supervision(request: HttpRequest) -> HttpResponse:
    """Show the ledger: what waits for an answer, what is overdue, what waits for the check, what is over."""
    actor, at = actor_of(request), clock.now()
    asked = request.GET.get("tab", "")
    tab = Tab(asked) if asked in set(Tab) else Tab.ASKED
    page = ledger(tab=tab, cursor=cursor_of(request.GET.get("at", "")), actor=actor, at=at)
    counts = open_counts(actor=actor, at=at)
    context = {
        "tabs": [
            TabLink(label=label, url=f"?tab={one}", is_chosen=one is tab, count=counts.get(one))
            for one, label in _LABELS.items()
        ],
        "label": _LABELS[tab],
        "due_label": _DUE.get(tab, "答复时限"),
        "is_over": tab is Tab.CLOSED,
        "may_check": tab is Tab.ANSWERED and actor.role in BY_ACTION["check_supervision"].roles,
        "page": page,
        "at": at,
        "previous_url": f"?tab={tab}&at={page.previous}" if page.previous else None,
        "next_url": f"?tab={tab}&at={page.next}" if page.next else None,
    }
    return render(request, "supervision/ledger.html", context)


@allow(*READERS)
@require_safe
def units(request: HttpRequest) -> HttpResponse:
    """Show how each unit answered what it was asked in a month."""
    at = clock.now()
    month = month_of(request.GET.get("month", ""), at=at)
    rows = unit_figures(since=month.since, until=month.until, actor=actor_of(request), at=at)
    return render(request, "supervision/units.html", {"rows": rows, "month": month})


@allow(*LEAD_READERS)
@require_safe
def reply_leads(request: HttpRequest) -> HttpResponse:
    """List the replies in which something may be wrong, the newest in front."""
    actor = actor_of(request)
    form = LeadForm(request.GET, units=unit_names(centre_id=actor.centre_id))
    fault, unit_id, state = form.wanted()
    cursor = cursor_of(request.GET.get("at", ""))
    page = leads(fault=fault, state=state, unit_id=unit_id, cursor=cursor, actor=actor)
    form.tell(lead_counts(state=state, unit_id=unit_id, actor=actor))
    query = _lead_query(fault, unit_id, state)
    context = {
        "form": form,
        "label": fault.label if fault else "",
        "page": page,
        "figures": lead_figures(fault=fault, unit_id=unit_id, actor=actor, at=clock.now()),
        "may_settle": actor.role in LEAD_SETTLERS,
        "here_url": f"{query}&at={cursor}" if cursor else query,
        "previous_url": f"{query}&at={page.previous}" if page.previous else None,
        "next_url": f"{query}&at={page.next}" if page.next else None,
    }
    return render(request, "supervision/leads.html", context)


@allow(*LEAD_SETTLERS)
@require_POST
def settle_lead(request: HttpRequest, lead_id: int) -> HttpResponse:
    """Say whether a reply is at fault, and go on with the list."""
    actor, form = actor_of(request), LeadSettleForm(request.POST)
    if not form.is_valid():
        raise Invalid("提交的内容不完整，请刷新页面后再操作。")
    with one_commit():
        settle_reply_lead(lead_id=lead_id, **form.cleaned_data, actor=actor, at=clock.now())
    messages.success(request, f"已记为「{form.cleaned_data['found'].label}」。")
    listed = LeadForm(request.GET, units=unit_names(centre_id=actor.centre_id)).wanted()
    cursor = cursor_of(request.GET.get("at", ""))
    return redirect(reverse("reply_leads") + _lead_query(*listed) + (f"&at={cursor}" if cursor else ""))


def _lead_query(fault: Fault | None, unit_id: int | None, state: LeadState) -> str:
    return (f"?fault={fault}&" if fault else "?") + f"state={state}" + (f"&unit_id={unit_id}" if unit_id else "")


@allow(*BY_ACTION["issue_supervision"].roles)
@require_http_methods(["GET", "POST"])
def issue(request: HttpRequest, number: str) -> HttpResponse:
    """Supervise a unit of an order."""
    return _beside_panel(request, number, _ISSUE)


@allow(*BY_ACTION["answer_supervision"].roles)
@require_http_methods(["GET", "POST"])
def answer(request: HttpRequest, number: str) -> HttpResponse:
    """Answer what the unit was asked."""
    return _beside_panel(request, number, _ANSWER)


@allow(*BY_ACTION["check_supervision"].roles)
@require_http_methods(["GET", "POST"])
def check(request: HttpRequest, number: str) -> HttpResponse:
    """Check what the unit answered."""
    return _beside_panel(request, number, _CHECK)


@allow(*BY_ACTION["withdraw_supervision"].roles)
@require_http_methods(["GET", "POST"])
def withdraw(request: HttpRequest, number: str) -> HttpResponse:
    """Take the supervision order back."""
    return _beside_panel(request, number, _WITHDRAW)


def _beside_panel(request: HttpRequest, number: str, page: OrderAct) -> HttpResponse:
    at = clock.now()
    dossier = dossier_by_number(number=number, actor=actor_of(request))
    return act_on_order(
        request, number=number, page=page, context={"supervisions": panel(dossier=dossier, at=at), "at": at}
    )
