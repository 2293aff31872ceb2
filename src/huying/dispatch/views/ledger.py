"""Lists of returns: what waits, what was settled, counts by unit, orders not signed for, rulings as precedents."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from huying.dispatch.forms import PrecedentForm
from huying.dispatch.queries.precedents import matters_with_precedents, precedents
from huying.dispatch.queries.return_figures import return_figures, unsigned_orders
from huying.dispatch.queries.return_ledger import PAGE, READERS, settled_returns, waiting_returns
from huying.domain.actors import NO_ORDERS, SEATED, Role
from huying.foundation import clock
from huying.foundation.access import actor_of, allow
from huying.foundation.pagination import before_of, paged
from huying.foundation.period import PeriodForm
from huying.workorders.queries.queue import Cursor, cursor_of


@allow(*READERS)
@require_safe
def waiting(request: HttpRequest) -> HttpResponse:
    """List what waits for the arbiter."""
    actor, at, after = actor_of(request), clock.now(), cursor_of(request.GET.get("after", ""))
    page = waiting_returns(actor=actor, after=after, at=at)
    context = {"may_settle": actor.role is Role.ARBITER, "at": at, **_places(page.next, after)}
    return render(request, "dispatch/returns_waiting.html", {"rows": page.rows, **context})


@allow(*READERS)
@require_safe
def settled(request: HttpRequest) -> HttpResponse:
    """List what was settled or taken back."""
    rows = settled_returns(actor=actor_of(request), before=before_of(request), at=clock.now(), limit=PAGE + 1)
    return render(request, "dispatch/returns_settled.html", paged(request, rows, page=PAGE))


@allow(*READERS)
@require_safe
def by_unit(request: HttpRequest) -> HttpResponse:
    """Count returns and late signing by unit in a period."""
    form = PeriodForm(request.GET)
    since, until = form.period()
    rows = return_figures(actor=actor_of(request), since=since, until=until, at=clock.now())
    return render(request, "dispatch/returns_by_unit.html", {"form": form, "rows": rows})


@allow(*READERS)
@require_safe
def unsigned(request: HttpRequest) -> HttpResponse:
    """List the orders that units have not signed for in time."""
    at, after = clock.now(), cursor_of(request.GET.get("after", ""))
    page = unsigned_orders(actor=actor_of(request), after=after, at=at)
    return render(request, "dispatch/unsigned.html", {"rows": page.rows, "at": at, **_places(page.next, after)})


@allow(*(SEATED - NO_ORDERS))
@require_safe
def rulings(request: HttpRequest) -> HttpResponse:
    """List the rulings, cut to a matter."""
    actor, at = actor_of(request), clock.now()
    form = PrecedentForm(request.GET, matters=matters_with_precedents(actor=actor, at=at))
    rows = precedents(actor=actor, matter_code=form.code(), before=before_of(request), at=at, limit=PAGE + 1)
    context = {"form": form, "may_read_returns": actor.role in READERS, **paged(request, rows, page=PAGE)}
    return render(request, "dispatch/precedents.html", context)


def _places(following: Cursor | None, here: Cursor | None) -> dict[str, str | None]:
    """Return the addresses of the first page and of the next."""
    return {
        "first_url": "?" if here else None,
        "next_url": f"?{urlencode({'after': str(following)})}" if following else None,
    }
