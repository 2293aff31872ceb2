"""The list of hung matters, what waits to be put on it, and the list as a table."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from huying.domain.actors import NO_ORDERS, SEATED, Role
from huying.foundation import clock
from huying.foundation.access import actor_of, allow
from huying.foundation.commit import one_commit
from huying.foundation.pagination import before_of, paged
from huying.handling.forms import LedgerForm
from huying.handling.queries.ledger import (
    ledger_counts,
    ledger_page,
    ledger_rows,
    table_of,
    units_hanging,
    waiting_hangings,
)
from huying.language.tables import csv_lines
from huying.records.actions.record_access import record_access
from huying.records.choices import AccessKind
from huying.workorders.queries.queue import cursor_of

_PAGE = 30
_READERS = SEATED - NO_ORDERS
_DECIDE = {Role.REVIEWER: "review_hanging", Role.ARBITER: "settle_hanging"}


@allow(*_READERS)
@require_safe
def hung(request: HttpRequest) -> HttpResponse:
    """List the hung matters that I may see, those to be reviewed first in front."""
    actor, at = actor_of(request), clock.now()
    form = LedgerForm(request.GET, units=units_hanging(actor=actor))
    wanted = form.wanted()
    page = ledger_page(wanted=wanted, cursor=cursor_of(request.GET.get("at", "")), actor=actor, at=at)
    counts = ledger_counts(actor=actor, at=at)
    context = {
        "form": form,
        "page": page,
        "counts": counts,
        "hung": sum(row.hung for row in counts),
        "late": sum(row.late for row in counts),
        "at": at,
        "may_decide": actor.role in _DECIDE,
        "query": request.GET.urlencode(),
        "previous_url": _at(request, page.previous) if page.previous else None,
        "next_url": _at(request, page.next) if page.next else None,
    }
    return render(request, "handling/ledger.html", context)


@allow(Role.REVIEWER, Role.ARBITER)
@require_safe
def waiting(request: HttpRequest) -> HttpResponse:
    """List the applications that wait for me, the oldest first."""
    actor, at = actor_of(request), clock.now()
    rows = waiting_hangings(actor=actor, at=at, after=before_of(request, name="after"), limit=_PAGE + 1)
    context = {"act": _DECIDE[actor.role], **paged(request, rows, page=_PAGE, name="after")}
    return render(request, "handling/waiting_hangings.html", context)


@allow(*_READERS)
@require_safe
def export(request: HttpRequest) -> HttpResponse:
    """Give the list as CSV; the export leaves a record."""
    actor, at = actor_of(request), clock.now()
    form = LedgerForm(request.GET, units=units_hanging(actor=actor))
    rows = ledger_rows(wanted=form.wanted(), actor=actor, at=at)
    with one_commit():
        record_access(kind=AccessKind.EXPORT, subject="hangings.csv", actor=actor, at=at)
    answer = HttpResponse("".join(csv_lines(table_of(rows))), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="hangings.csv"'
    return answer


def _at(request: HttpRequest, place: object) -> str:
    query = request.GET.copy()
    query["at"] = str(place)
    return f"?{query.urlencode()}"
