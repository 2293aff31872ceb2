"""Pages of units: the tree, one unit, who has come on board."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from huying.domain.actors import NO_ORDERS, SIDES, Role
from huying.foundation import clock
from huying.foundation.access import actor_of, allow
from huying.foundation.commit import one_commit
from huying.foundation.form_page import form_page
from huying.organisation.actions.edit_unit import edit_unit
from huying.organisation.actions.name_successor import name_successor
from huying.organisation.actions.switch_off_unit import switch_off_unit
from huying.organisation.forms import SuccessorForm, UnitFilter, UnitForm
from huying.organisation.queries.assets import assets_of, may_keep_assets
from huying.organisation.queries.coverage import coverage_for
from huying.organisation.queries.people import people_of_unit
from huying.organisation.queries.rosters import may_keep, roster_of
from huying.organisation.queries.unit_page import members_of, strength_of, suggested_units, tree_for, unit_page
from huying.organisation.queries.units import UnitRow, units_for

_LISTED = 300


@allow(*SIDES)
@require_GET
def units(request: HttpRequest) -> HttpResponse:
    """Show the tree of units, or a list of those that fit the filter."""
    actor = actor_of(request)
    form = UnitFilter(request.GET)
    given = {name: value for name, value in form.cleaned_data.items() if value} if form.is_valid() else {}
    found = [row for row in units_for(actor=actor) if _fits(row, given)] if given else []
    context = {
        "form": form,
        "is_filtered": bool(given),
        "found": found[:_LISTED],
        "found_count": len(found),
        "tree": () if given else tree_for(actor=actor),
        "may_change": actor.role is Role.SYSTEM_ADMIN,
    }
    return render(request, "organisation/units.html", context)


def _fits(row: UnitRow, given: dict[str, str]) -> bool:
    words = given.get("q", "")
    return (
        (words in row.name or row.code == words)
        and given.get("unit_level", row.level) == row.level
        and given.get("unit_kind", row.kind) == row.kind
    )


@allow(*SIDES)
@require_GET
def unit(request: HttpRequest, unit_id: int) -> HttpResponse:
    """Show one unit."""
    actor, page = actor_of(request), unit_page(unit_id=unit_id, actor=actor_of(request))
    context = {
        "page": page,
        "roster": roster_of(unit=page.unit, at=clock.now()),
        "may_keep_roster": page.unit.is_active and may_keep(unit_id=unit_id, actor=actor),
        "strength": strength_of(unit=page.unit),
        "assets": tuple(row for row in assets_of(unit_id=unit_id, actor=actor, on=clock.today()) if row.is_held),
        "may_keep_assets": may_keep_assets(unit=page.unit, actor=actor),
        "members": members_of(unit=page.unit),
        "may_list_orders": actor.is_centre_wide and actor.role not in NO_ORDERS,
        "people": people_of_unit(unit_id=unit_id, actor=actor),
        "may_change": actor.role is Role.SYSTEM_ADMIN,
    }
    return render(request, "organisation/unit.html", context)


@allow(Role.SYSTEM_ADMIN)
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, unit_id: int) -> HttpResponse:
    """Edit contact and duties."""
    actor = actor_of(request)
    page = unit_page(unit_id=unit_id, actor=actor)
    initial = {name: getattr(page.unit, name) for name in UnitForm.base_fields}
    form = UnitForm(request.POST if request.method == "POST" else None, initial=initial)

    def act() -> HttpResponse:
        with one_commit():
            edit_unit(unit_id=unit_id, **form.cleaned_data, actor=actor)
        messages.success(request, "已保存。")
        return redirect("unit", unit_id=unit_id)

    return form_page(request, form=form, act=act, template="organisation/edit_unit.html", context={"page": page})


@allow(Role.SYSTEM_ADMIN)
@require_http_methods(["GET", "POST"])
def switch_off(request: HttpRequest, unit_id: int) -> HttpResponse:
    """Switch a unit off and say who takes over."""
    return _successor_page(request, unit_id, act=switch_off_unit, is_end=True, done="单位已停用。")


@allow(Role.SYSTEM_ADMIN)
@require_http_methods(["GET", "POST"])
def successor(request: HttpRequest, unit_id: int) -> HttpResponse:
    """Say who took over from a unit that is switched off."""
    return _successor_page(request, unit_id, act=name_successor, is_end=False, done="承接单位已保存。")


def _successor_page(
    request: HttpRequest, unit_id: int, *, act: Callable[..., None], is_end: bool, done: str
) -> HttpResponse:
    """Ask for the successor and hand it to the action; ``is_end``: the unit is switched off with it."""
    actor = actor_of(request)
    page = unit_page(unit_id=unit_id, actor=actor)
    named = page.passed_on[0] if page.passed_on else None
    initial = {"successor": f"{named.code} {named.name}"} if named else {}
    form = SuccessorForm(request.POST if request.method == "POST" else None, initial=initial, actor=actor)

    def put() -> HttpResponse:
        chosen = form.cleaned_data["successor"]
        with one_commit():
            act(unit_id=unit_id, successor_id=chosen.id if chosen else None, actor=actor, at=clock.now())
        messages.success(request, done)
        return redirect("unit", unit_id=unit_id)

    context = {"page": page, "units": suggested_units(actor=actor), "is_end": is_end}
    return form_page(request, form=form, act=put, template="organisation/successor.html", context=context)


@allow(*SIDES)
@require_GET
def coverage(request: HttpRequest) -> HttpResponse:
    """Show which units have somebody at work in the platform."""
    found = coverage_for(actor=actor_of(request))
    return render(request, "organisation/coverage.html", {"coverage": found, "at": clock.now()})
