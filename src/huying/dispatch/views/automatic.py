"""Pages of automatic dispatch: how it stands and what it sent, taking that back, how good the suggestions are."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huying.dispatch.actions.recall_order import recall_order
from huying.dispatch.actions.record_guarantee import record_guarantee
from huying.dispatch.forms import RecallForm
from huying.dispatch.queries.accuracy import accuracy
from huying.dispatch.queries.automatic import sent_by_rule, trial_of
from huying.dispatch.queries.standing import model_in_use, standing_of, standing_words
from huying.domain.actors import Role
from huying.domain.lifecycle import BY_ACTION
from huying.foundation import clock
from huying.foundation.access import actor_of, allow
from huying.foundation.commit import one_commit
from huying.foundation.period import PeriodForm
from huying.workorders.views.act import OrderAct, act_on_order

READERS = frozenset({Role.DISPATCHER, Role.SUPERVISOR})
_RECALL = OrderAct(
    action="recall_order",
    form=RecallForm,
    act=recall_order,
    done="已收回派单，工单回到待派单，请重新派单。",
)


@allow(*READERS)
@require_safe
def standing(request: HttpRequest) -> HttpResponse:
    """Show whether the rule holds and why, how it did of late, and what it sent today."""
    actor, at = actor_of(request), clock.now()
    number = model_in_use(centre_id=actor.centre_id)
    stands = standing_of(centre_id=actor.centre_id, model_number=number, at=at)
    today = datetime.combine(clock.day_of(at), time(), tzinfo=clock.SHANGHAI)
    context = {
        "standing": stands,
        "words": standing_words(standing=stands),
        "trial": trial_of(actor=actor, since=at - timedelta(days=stands.days), until=at),
        "sent": sent_by_rule(actor=actor, since=today, until=at),
        "may_recompute": actor.role is Role.DISPATCHER and number is not None,
    }
    return render(request, "dispatch/automatic.html", context)


@allow(Role.DISPATCHER)
@require_POST
def recompute(request: HttpRequest) -> HttpResponse:
    """Work the guarantee out anew, as the night does."""
    actor = actor_of(request)
    number = model_in_use(centre_id=actor.centre_id)
    if number is None:
        messages.error(request, "现在没有在用的派单模型，不能计算错误率上限。")
        return redirect("automatic")
    with one_commit():
        record_guarantee(model_number=number, actor=actor, at=clock.now())
    messages.success(request, "已按最近的工单重新计算错误率上限。")
    return redirect("automatic")


@allow(*BY_ACTION["recall_order"].roles)
@require_http_methods(["GET", "POST"])
def recall(request: HttpRequest, number: str) -> HttpResponse:
    """Take a dispatch back that the unit has not signed for."""
    return act_on_order(request, number=number, page=_RECALL)


@allow(*READERS)
@require_safe
def compared(request: HttpRequest) -> HttpResponse:
    """Compare suggestions with decisions and outcomes in a period."""
    form = PeriodForm(request.GET)
    since, until = form.period()
    found = accuracy(actor=actor_of(request), since=since, until=until)
    return render(request, "dispatch/accuracy.html", {"form": form, "found": found})
