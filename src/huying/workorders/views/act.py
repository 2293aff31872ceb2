"""The one flow that every page acting on an order follows: show the form, make one call, go back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from huying.domain.errors import Conflict, Invalid, Unavailable
from huying.domain.lifecycle import BY_ACTION, SeenOutOfDate, refusal
from huying.foundation import clock
from huying.foundation.access import actor_of
from huying.foundation.commit import one_commit
from huying.foundation.form_page import put_on
from huying.foundation.http_errors import status_of
from huying.web.rows import Kept
from huying.workorders.forms import OrderForm, keep_pictures
from huying.workorders.queries.dossier import dossier_by_number
from huying.workorders.queries.history import history_of
from huying.workorders.queries.summary import summary_of


@dataclass(frozen=True, kw_only=True)
class OrderAct:
    """What one page does to an order: its form, the one action it calls, and its words.

    ``action`` is the row of the lifecycle; ``act`` is called with the form's cleaned fields and ``order_id``,
    ``actor``, ``at``; ``done`` is the sentence shown on the order's page afterwards.
    """

    action: str
    form: Callable[..., OrderForm]
    act: Callable[..., object]
    done: str
    template: str = "workorders/act.html"


def act_on_order(
    request: HttpRequest,
    *,
    number: str,
    page: OrderAct,
    initial: Mapping[str, Any] | None = None,
    context: Mapping[str, Any] | None = None,
) -> HttpResponse:
    """Show the page's form for an order, or hand what was typed to its action in one commit.

    A refusal leaves the typed text in the form: 422 with a sentence a field, 409 with who did what meanwhile; without
    the form, the text to be copied, where the act is no longer possible.
    """
    actor = actor_of(request)
    dossier = dossier_by_number(number=number, actor=actor)
    order, facts = dossier.order, dossier.facts
    shown = {
        "page": page,
        "label": BY_ACTION[page.action].label,
        "order": summary_of(dossier=dossier, actor=actor),
        **(context or {}),
    }
    if request.method != "POST":
        if found := refusal(facts, page.action, actor):
            raise found
        form = page.form(initial={**(initial or {}), "seen": order.events}, actor=actor, order=facts)
        return render(request, page.template, {**shown, "form": form})
    form = page.form(request.POST, request.FILES, actor=actor, order=facts)
    if not form.is_valid():
        return render(request, page.template, {**shown, "form": form}, status=422)
    try:
        given = dict(form.cleaned_data)
        if "pictures" in given:
            given["pictures"] = keep_pictures(given["pictures"])
        with one_commit():
            page.act(order_id=order.pk, **given, actor=actor, at=clock.now())
    except (Invalid, Conflict, Unavailable) as fault:
        if not isinstance(fault, SeenOutOfDate):
            put_on(form, fault)
        else:
            seen = form.cleaned_data["seen"]
            again = request.POST.copy()
            again["seen"] = str(facts.events)
            form.data = again
            shown |= {"entries": history_of(dossier=dossier, actor=actor, after=seen), "conflict": str(fault)}
            if found := refusal(facts, page.action, actor):
                shown |= {"conflict": str(found), "is_over": True, "kept": _kept(form)}
        return render(request, page.template, {**shown, "form": form}, status=status_of(fault))
    messages.success(request, page.done)
    return redirect("order", number=number)


def _kept(form: OrderForm) -> list[Kept]:
    """Return what was written in a form that can no longer be sent."""
    fields = [field for field in form.visible_fields() if field.widget_type in {"text", "textarea"} and field.value()]
    return [Kept(label=str(field.label), text=str(field.value())) for field in fields]
