"""My queue."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from huying.desks.forms import QueueForm
from huying.desks.queries.tabs import Tab, tabs_of
from huying.domain.actors import SEATED, Actor, Role
from huying.foundation import clock
from huying.foundation.access import actor_of, allow
from huying.workorders.queries.queue import cursor_of, queue_count, queue_page

# Whoever sees no orders begins elsewhere.
_BEGINS = {Role.SYSTEM_ADMIN: "people", Role.SECURITY_ADMIN: "people", Role.AUDIT_ADMIN: "access_log"}


@dataclass(frozen=True, kw_only=True)
class TabLink:
    """One tab as the page draws it."""

    label: str
    url: str
    is_chosen: bool
    count: int


@allow(*SEATED)
@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """Show one of my lists, those due first in front."""
    actor, at = actor_of(request), clock.now()
    if begins := _BEGINS.get(actor.role):
        return redirect(begins)
    tabs = tabs_of(actor=actor)
    tab = next((tab for tab in tabs if tab.code == request.GET.get("tab")), tabs[0])
    form = QueueForm(request.GET, actor=actor, tab=tab)
    wanted = form.wanted()
    page = queue_page(wanted=wanted, cursor=cursor_of(request.GET.get("at", "")), actor=actor, at=at)
    total = queue_count(wanted=wanted, actor=actor, at=at)
    context = {
        "tabs": [_link(one, tab, total if wanted == one.wanted else None, actor) for one in tabs],
        "tab": tab,
        "form": form,
        "is_cut": wanted != tab.wanted,
        "is_open": not wanted.is_over,
        "page": page,
        "shown": len(page.rows),
        "total": total,
        "at": at,
        "may_register": actor.role is Role.OPERATOR,
        "previous_url": _at(request, page.previous) if page.previous else None,
        "next_url": _at(request, page.next) if page.next else None,
    }
    return render(request, "desks/queue.html", context)


def _link(tab: Tab, chosen: Tab, counted: int | None, actor: Actor) -> TabLink:
    count = queue_count(wanted=tab.wanted, actor=actor, at=clock.now()) if counted is None else counted
    return TabLink(label=tab.label, url=f"?tab={tab.code}", is_chosen=tab is chosen, count=count)


def _at(request: HttpRequest, place: object) -> str:
    query = request.GET.copy()
    query["at"] = str(place)
    return f"?{query.urlencode()}"
