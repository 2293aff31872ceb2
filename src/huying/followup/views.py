"""Pages of the follow-up."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from huying.domain.actors import Role
from huying.domain.lifecycle import BY_ACTION, after_verdict
from huying.domain.states import State
from huying.followup.actions.record_attempt import record_attempt
from huying.followup.actions.record_verdict import record_verdict
from huying.followup.forms import AttemptForm, VerdictForm
from huying.followup.queries import answer_of, panel, queue
from huying.foundation import clock
from huying.foundation.access import actor_of, allow
from huying.workorders.queries.dossier import dossier_by_number
from huying.workorders.views.act import OrderAct, act_on_order

_ATTEMPT = OrderAct(
    action="record_attempt",
    form=AttemptForm,
    act=record_attempt,
    done="未接通已记录。",
    template="followup/call.html",
)
_VERDICT = OrderAct(
    action="record_verdict",
    form=VerdictForm,
    act=record_verdict,
    done="回访结果已记录。",
    template="followup/call.html",
)


@allow(Role.FOLLOWUP)
@require_safe
def tasks(request: HttpRequest) -> HttpResponse:
    """List the follow-ups that wait, those to be called first in front."""
    at = clock.now()
    page = queue(
        actor=actor_of(request), at=at, before=request.GET.get("before", ""), after=request.GET.get("after", "")
    )
    context = {
        "page": page,
        "at": at,
        "previous_url": f"?{urlencode({'before': page.before})}" if page.before else None,
        "next_url": f"?{urlencode({'after': page.after})}" if page.after else None,
    }
    return render(request, "followup/queue.html", context)


@allow(*BY_ACTION["record_attempt"].roles)
@require_http_methods(["GET", "POST"])
def attempt(request: HttpRequest, number: str) -> HttpResponse:
    """Record a call that nobody answered."""
    return _call(request, number, _ATTEMPT)


@allow(*BY_ACTION["record_verdict"].roles)
@require_http_methods(["GET", "POST"])
def verdict(request: HttpRequest, number: str) -> HttpResponse:
    """Record what the caller says."""
    return _call(request, number, _VERDICT)


def _call(request: HttpRequest, number: str, page: OrderAct) -> HttpResponse:
    actor = actor_of(request)
    dossier = dossier_by_number(number=number, actor=actor)
    context = {
        "answer": answer_of(dossier=dossier),
        "tasks": panel(dossier=dossier, actor=actor),
        "may_rework": after_verdict(dossier.facts, is_solved=False) is State.REWORK,
    }
    return act_on_order(request, number=number, page=page, context=context)
