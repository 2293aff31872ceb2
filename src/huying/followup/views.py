"""Pages of the follow-up."""

from __future__ import annotations

from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_http_methods, require_safe

from huying.domain.actors import Role
from huying.domain.lifecycle import BY_ACTION, after_verdict, refusal
from huying.domain.states import State
from huying.followup.actions.rate_order import rate_order
from huying.followup.actions.record_attempt import record_attempt
from huying.followup.actions.record_verdict import record_verdict
from huying.followup.forms import AttemptForm, RatingForm, VerdictForm
from huying.followup.queries import answer_of, panel, queue
from huying.foundation import clock
from huying.foundation.access import actor_of, allow, open_to_all
from huying.foundation.citizen_session import NothingOpened, opened_by
from huying.foundation.commit import one_commit
from huying.foundation.form_page import form_page
from huying.organisation.queries.public_centre import public_centre
from huying.workorders.queries.dossier import dossier_by_number, dossier_for
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


@open_to_all
@gzip_page
@never_cache
@require_http_methods(["GET", "POST"])
def rate(request: HttpRequest) -> HttpResponse:
    """Let the citizen whose order it is rate the handling."""
    opened = opened_by(request)
    if not opened.is_owner:
        raise NothingOpened("评价需要核对身份，请重新输入查询码，并填写登记电话的后四位。")
    facts = dossier_for(order_id=opened.order_id, actor=opened.actor).facts
    if found := refusal(facts, "rate_order", opened.actor):
        raise found
    form = RatingForm(request.POST if request.method == "POST" else None, initial={"seen": facts.events})

    def act() -> HttpResponse:
        with one_commit():
            rate_order(order_id=opened.order_id, **form.cleaned_data, actor=opened.actor, at=clock.now())
        return redirect("citizen_order")

    shown = {"number": facts.number, "centre": public_centre(code=settings.HUYING_PUBLIC_CENTRE)}
    return form_page(request, form=form, act=act, template="followup/rate.html", context=shown)


def _call(request: HttpRequest, number: str, page: OrderAct) -> HttpResponse:
    actor = actor_of(request)
    dossier = dossier_by_number(number=number, actor=actor)
    context = {
        "answer": answer_of(dossier=dossier),
        "tasks": panel(dossier=dossier, actor=actor),
        "may_rework": after_verdict(dossier.facts, is_solved=False) is State.REWORK,
    }
    return act_on_order(request, number=number, page=page, context=context)
