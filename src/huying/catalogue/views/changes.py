"""Proposals to change the duty list, and what the nightly count found."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huying.catalogue.actions.drop_duty_change import drop_duty_change
from huying.catalogue.actions.propose_duty_change import propose_duty_change
from huying.catalogue.actions.settle_duty_change import settle_duty_change
from huying.catalogue.actions.withdraw_duty_change import withdraw_duty_change
from huying.catalogue.choices import ChangeAct, ChangeState
from huying.catalogue.forms import DropChangeForm, ProposeForm, SettleChangeForm, lead_choice
from huying.catalogue.queries.base_list import base_version
from huying.catalogue.queries.changes import (
    DECIDERS,
    ENDED,
    PAGE,
    PROPOSERS,
    change_shown,
    changes_of,
    count_of,
)
from huying.catalogue.queries.findings import FINDING_READERS, finding_for, findings_of, reason_of
from huying.catalogue.queries.line_words import line_of
from huying.domain.actors import NO_ORDERS, SEATED
from huying.foundation import clock
from huying.foundation.access import actor_of, allow
from huying.foundation.commit import one_commit
from huying.foundation.form_page import form_page
from huying.foundation.pagination import before_of, paged

_TABS = {"waiting": (ChangeState.WAITING,), "accepted": (ChangeState.ACCEPTED,), "ended": ENDED}


@allow(*SEATED)
@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """List the proposals: those that wait, those to be published, those that ended."""
    actor, asked = actor_of(request), request.GET.get("show", "")
    tab = asked if asked in _TABS else "waiting"
    rows = changes_of(states=_TABS[tab], actor=actor, at=clock.now(), before=before_of(request), limit=PAGE + 1)
    context = {
        "tab": tab,
        "waiting": count_of(state=ChangeState.WAITING, actor=actor),
        "accepted": count_of(state=ChangeState.ACCEPTED, actor=actor),
        "may_propose": actor.role in PROPOSERS,
        "may_read_findings": actor.role in FINDING_READERS,
        **paged(request, rows, page=PAGE),
    }
    return render(request, "catalogue/changes.html", context)


@allow(*PROPOSERS)
@require_http_methods(["GET", "POST"])
def propose(request: HttpRequest) -> HttpResponse:
    """Propose a change, from nothing, from a line of the list or from a finding."""
    actor, at = actor_of(request), clock.now()
    given = (request.POST,) if request.method == "POST" else ()
    initial = {} if given else _initial(request)
    form = ProposeForm(*given, actor=actor, initial={"act": ChangeAct.PUT, **initial})

    def act() -> HttpResponse:
        with one_commit():
            change_id = propose_duty_change(**form.given(), actor=actor, at=at)
        messages.success(request, "建议已提出，由异议审批员或热线负责人审核；结果在这一页查看。")
        return redirect("duty_change", change_id=change_id)

    return form_page(request, form=form, act=act, template="catalogue/propose.html")


def _initial(request: HttpRequest) -> dict[str, Any]:
    """Return what the form starts from: a finding, or the line of a matter at a place."""
    actor, at = actor_of(request), clock.now()
    number = request.GET.get("finding", "")
    found = finding_for(finding_id=int(number), actor=actor) if number.isascii() and number.isdigit() else None
    code = found.matter_code if found else request.GET.get("matter", "")[:32]
    place = str(found.region_id or "") if found else request.GET.get("place", "")
    region_id = int(place) if place.isascii() and place.isdigit() else None
    base = base_version(actor=actor, at=at)
    line = line_of(version_id=base.pk, matter_code=code, region_id=region_id) if base else None
    initial: dict[str, Any] = {"matter_code": code, "region_id": region_id}
    if line:
        initial |= {
            "lead": lead_choice(lead_unit_id=line.lead_unit_id, lead_by_place=line.lead_by_place),
            "assist_unit_ids": line.assist_unit_ids,
            "legal_basis": line.legal_basis,
        }
    if found:
        initial |= {
            "lead": lead_choice(lead_unit_id=found.lead_unit_id, lead_by_place=found.lead_by_place),
            "assist_unit_ids": [unit for unit in (line.assist_unit_ids if line else ()) if unit != found.lead_unit_id],
            "legal_basis": "",  # whose duty it was is not why it is another's
            "reason": reason_of(found),
        }
    return initial


@allow(*SEATED)
@require_safe
def shown(request: HttpRequest, change_id: int) -> HttpResponse:
    """Show one proposal and how it went."""
    return _page(request, change_id)


@allow(*DECIDERS)
@require_POST
def settle(request: HttpRequest, change_id: int) -> HttpResponse:
    """Accept a proposal or refuse it."""
    form = SettleChangeForm(request.POST)

    def act() -> HttpResponse:
        with one_commit():
            settle_duty_change(
                change_id=change_id,
                accepted=form.cleaned_data["verdict"],
                note=form.cleaned_data["note"],
                actor=actor_of(request),
                at=clock.now(),
            )
        messages.success(request, "审核结论已写入。")
        return redirect("duty_change", change_id=change_id)

    context = _context(request, change_id) | {"settle_form": form}
    return form_page(request, form=form, act=act, template="catalogue/change.html", context=context)


@allow(*PROPOSERS)
@require_POST
def withdraw(request: HttpRequest, change_id: int) -> HttpResponse:
    """Take a proposal back."""
    with one_commit():
        withdraw_duty_change(change_id=change_id, actor=actor_of(request), at=clock.now())
    messages.success(request, "建议已撤回。")
    return redirect("duty_change", change_id=change_id)


@allow(*DECIDERS)
@require_POST
def drop(request: HttpRequest, change_id: int) -> HttpResponse:
    """Let go of an accepted proposal."""
    form = DropChangeForm(request.POST)

    def act() -> HttpResponse:
        with one_commit():
            drop_duty_change(
                change_id=change_id, note=form.cleaned_data["note"], actor=actor_of(request), at=clock.now()
            )
        messages.success(request, "已作罢，不再列入下一版。")
        return redirect("duty_change", change_id=change_id)

    context = _context(request, change_id) | {"drop_form": form}
    return form_page(request, form=form, act=act, template="catalogue/change.html", context=context)


@allow(*FINDING_READERS)
@require_safe
def findings(request: HttpRequest) -> HttpResponse:
    """List where dispatchers decide otherwise than the list says."""
    actor = actor_of(request)
    context = {
        "rows": findings_of(actor=actor, at=clock.now()),
        "may_propose": actor.role in PROPOSERS,
        "may_open": actor.role not in NO_ORDERS,
    }
    return render(request, "catalogue/findings.html", context)


def _page(request: HttpRequest, change_id: int) -> HttpResponse:
    return render(request, "catalogue/change.html", _context(request, change_id))


def _context(request: HttpRequest, change_id: int) -> dict[str, Any]:
    found = change_shown(change_id=change_id, actor=actor_of(request), at=clock.now())
    return {"found": found, "settle_form": SettleChangeForm(), "drop_form": DropChangeForm()}
