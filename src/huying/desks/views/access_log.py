"""The access log, for the audit administrator: what was opened, and whose identity."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from huying.callers.queries import unmaskings, unmaskings_per_person
from huying.desks.forms import AccessForm, PeriodForm
from huying.desks.queries.access_lines import access_lines
from huying.domain.actors import Role
from huying.foundation.access import actor_of, allow

_PAGE = 50


class _Row(Protocol):
    @property
    def id(self) -> int:
        """Return the row's id, by which the page after it is found."""


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
        before=_before(request),
        limit=_PAGE + 1,
    )
    return render(request, "desks/access_log.html", {"form": form, **_paged(request, rows)})


@allow(Role.AUDIT_ADMIN)
@never_cache
@require_safe
def unmasking_log(request: HttpRequest) -> HttpResponse:
    """Show who opened callers' identities, and how often each person did."""
    actor = actor_of(request)
    form = PeriodForm(request.GET)
    since, until = form.period()
    rows = unmaskings(actor=actor, since=since, until=until, before=_before(request), limit=_PAGE + 1)
    counts = unmaskings_per_person(actor=actor, since=since, until=until)
    return render(request, "desks/unmasking_log.html", {"form": form, "per_person": counts, **_paged(request, rows)})


def _before(request: HttpRequest) -> int | None:
    text = request.GET.get("before", "")
    return int(text) if text.isascii() and text.isdigit() and int(text) < 2**63 else None


def _paged(request: HttpRequest, found: Sequence[_Row]) -> dict[str, Any]:
    """Cut to a page, with the address of the next and of the first."""
    query = request.GET.copy()
    has_before = query.pop("before", None)
    first = f"?{query.urlencode()}" if has_before else None
    following = None
    if len(found) > _PAGE:
        query["before"] = str(found[_PAGE - 1].id)
        following = f"?{query.urlencode()}"
    return {"rows": found[:_PAGE], "first_url": first, "next_url": following}
