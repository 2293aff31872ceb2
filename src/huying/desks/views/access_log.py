"""The access log, for the audit administrator: what was opened, and whose identity."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from huying.callers.queries import unmaskings, unmaskings_per_person
from huying.desks.forms import AccessForm
from huying.desks.queries.access_lines import access_lines, model_lines
from huying.domain.actors import Role
from huying.foundation.access import actor_of, allow
from huying.foundation.pagination import before_of, paged
from huying.foundation.period import PeriodForm
from huying.records.queries import MODEL_USE_READERS, model_use_counts

_PAGE = 50


@allow(Role.AUDIT_ADMIN)
@never_cache
@require_safe
def access_log(request: HttpRequest) -> HttpResponse:
    """Show who opened or took out what is not for everyone."""
    form = AccessForm(request.GET)
    since, until = form.period()
    rows = access_lines(
        actor=actor_of(request),
        since=since,
        until=until,
        kind=form.kind(),
        before=before_of(request),
        limit=_PAGE + 1,
    )
    return render(request, "desks/access_log.html", {"form": form, **paged(request, rows, page=_PAGE)})


@allow(Role.AUDIT_ADMIN)
@never_cache
@require_safe
def unmasking_log(request: HttpRequest) -> HttpResponse:
    """Show who opened callers' identities, and how often each person did."""
    actor = actor_of(request)
    form = PeriodForm(request.GET)
    since, until = form.period()
    rows = unmaskings(actor=actor, since=since, until=until, before=before_of(request), limit=_PAGE + 1)
    counts = unmaskings_per_person(actor=actor, since=since, until=until)
    return render(
        request, "desks/unmasking_log.html", {"form": form, "per_person": counts, **paged(request, rows, page=_PAGE)}
    )


@allow(*MODEL_USE_READERS)
@never_cache
@require_safe
def model_log(request: HttpRequest) -> HttpResponse:
    """Show who asked the language model, what for, and what came of it."""
    actor, form = actor_of(request), PeriodForm(request.GET)
    since, until = form.period()
    rows = model_lines(actor=actor, since=since, until=until, before=before_of(request), limit=_PAGE + 1)
    shown = {
        "form": form,
        "counts": model_use_counts(actor=actor, since=since, until=until),
        "has_tabs": actor.role is Role.AUDIT_ADMIN,
    }
    return render(request, "desks/model_log.html", {**shown, **paged(request, rows, page=_PAGE)})
