"""Pages that answer a question to the duty list: whose duty, since when, what differs."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from huying.catalogue.forms import LookupForm
from huying.catalogue.queries.cards import CardRow, cards_for
from huying.catalogue.queries.findings import FINDING_READERS
from huying.catalogue.queries.line_history import compared, line_history
from huying.catalogue.queries.lookup import Answer, whose_duty
from huying.domain.actors import SEATED
from huying.foundation import clock
from huying.foundation.access import actor_of, allow

_DIGITS = 18


@allow(*SEATED)
@require_safe
def lookup(request: HttpRequest) -> HttpResponse:
    """Say whose duty a matter at a place is today, with the scenario cards for it."""
    actor, at = actor_of(request), clock.now()
    form = LookupForm(request.GET, actor=actor)
    answer: Answer | None = None
    cards: tuple[CardRow, ...] = ()
    if form.is_valid() and any(form.cleaned_data.values()):
        asked = {"matter_code": form.cleaned_data["matter"], "region_id": form.cleaned_data["place"]}
        answer = whose_duty(**asked, actor=actor, at=at)
        cards = cards_for(**asked, text="", centre_id=actor.centre_id, at=at)
    context = {
        "form": form,
        "answer": answer,
        "cards": cards,
        "may_read_findings": actor.role in FINDING_READERS,
    }
    return render(request, "catalogue/lookup.html", context, status=200 if form.is_valid() else 422)


@allow(*SEATED)
@require_safe
def history(request: HttpRequest) -> HttpResponse:
    """Show how one line went through the versions."""
    code = request.GET.get("matter", "")[:32]
    found = line_history(matter_code=code, region_id=_number(request, "place"), actor=actor_of(request), at=clock.now())
    return render(request, "catalogue/line_history.html", {"found": found})


@allow(*SEATED)
@require_safe
def compare(request: HttpRequest) -> HttpResponse:
    """Show what differs between two versions of the duty list."""
    older, newer = _number(request, "from") or 0, _number(request, "to") or 0
    found = compared(older=older, newer=newer, actor=actor_of(request), at=clock.now())
    return render(request, "catalogue/compare.html", {"found": found})


def _number(request: HttpRequest, name: str) -> int | None:
    asked = request.GET.get(name, "")[:_DIGITS]
    return int(asked) if asked.isascii() and asked.isdigit() else None
