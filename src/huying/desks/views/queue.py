"""My queue."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe

from huying.desks.forms import QueueForm
from huying.desks.queries.tabs import Tab, tabs_of
from huying.domain.actors import SEATED, Actor, Role
from huying.foundation import clock, memory
from huying.foundation.access import actor_of, allow
from huying.web.rows import TabLink
from huying.workorders.queries.queue import QueueFilter, cursor_of, queue_counts, queue_page

# Whoever sees no orders begins elsewhere.
_BEGINS = {Role.SYSTEM_ADMIN: "people", Role.SECURITY_ADMIN: "people", Role.AUDIT_ADMIN: "access_log"}


@allow(*SEATED)
@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """Show one of my lists, those due first in front."""
    actor, at = actor_of(request), clock.now()
    if begins := _BEGINS.get(actor.role):
        return redirect(begins)
    tabs = tabs_of(actor=actor)
    tab = next((tab for tab in tabs if tab.code == request.GET.get("tab")), tabs[0])
    wanted, filters = _cut(request, tab, actor)
    page = queue_page(wanted=wanted, cursor=cursor_of(request.GET.get("at", "")), actor=actor, at=at)
    lists = tuple(dict.fromkeys((wanted, *(one.wanted for one in tabs))))
    counts = dict(zip(lists, queue_counts(lists=lists, actor=actor, at=at), strict=True))
    context = {
        "tabs": [
            TabLink(label=one.label, url=f"?tab={one.code}", is_chosen=one is tab, count=counts[one.wanted])
            for one in tabs
        ],
        "tab": tab,
        "filters": filters,
        "is_cut": wanted != tab.wanted,
        "is_open": not wanted.is_over,
        "page": page,
        "shown": len(page.rows),
        "total": counts[wanted],
        "at": at,
        "may_register": actor.role is Role.OPERATOR,
        "previous_url": _at(request, page.previous) if page.previous else None,
        "next_url": _at(request, page.next) if page.next else None,
    }
    return render(request, "desks/queue.html", context)


def _cut(request: HttpRequest, tab: Tab, actor: Actor) -> tuple[QueueFilter, str]:
    """Return what is listed, and the filters as they are drawn; untouched ones, a fifth of the page, from memory."""
    if not any(name in request.GET for name in QueueForm.base_fields):
        return tab.wanted, _untouched(tab=tab, centre_id=actor.centre_id, is_centre_wide=actor.is_centre_wide)
    form = QueueForm(request.GET, tab=tab, centre_id=actor.centre_id, is_centre_wide=actor.is_centre_wide)
    wanted = form.wanted()
    return wanted, _drawn(form, is_cut=wanted != tab.wanted)


@memory.kept_a_minute
def _untouched(*, tab: Tab, centre_id: int, is_centre_wide: bool) -> str:
    return _drawn(QueueForm(tab=tab, centre_id=centre_id, is_centre_wide=is_centre_wide), is_cut=False)


def _drawn(form: QueueForm, *, is_cut: bool) -> str:
    return render_to_string("desks/_filters.html", {"form": form, "tab": form.tab, "is_cut": is_cut})


def _at(request: HttpRequest, place: object) -> str:
    query = request.GET.copy()
    query["at"] = str(place)
    return f"?{query.urlencode()}"
