"""The responsibility map's page."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST

from huying.domain.actors import SEATED, Role
from huying.domain.errors import NotAllowed
from huying.foundation.access import actor_of, allow
from huying.foundation.commit import one_commit
from huying.foundation.form_page import form_page
from huying.organisation.actions.add_charge import add_charge
from huying.organisation.actions.remove_charge import remove_charge
from huying.organisation.forms import ChargeForm
from huying.organisation.queries.charges import charges

_LISTED = 300
_KEEPERS = (Role.SYSTEM_ADMIN, Role.REVIEWER)


@allow(*SEATED)
@require_http_methods(["GET", "POST"])
def responsibility_map(request: HttpRequest) -> HttpResponse:
    """Show who is answerable for which place; those who keep the map add a line."""
    actor = actor_of(request)
    if request.method == "POST" and actor.role not in _KEEPERS:
        raise NotAllowed
    form = ChargeForm(request.POST if request.method == "POST" else None, actor=actor)

    def act() -> HttpResponse:
        with one_commit():
            add_charge(**form.given(), actor=actor)
        messages.success(request, "包片责任已登记。")
        return redirect("responsibility_map")

    words = request.GET.get("q", "").strip()
    rows = charges(words=words, actor=actor)
    context = {"rows": rows[:_LISTED], "count": len(rows), "words": words, "may_add": actor.role in _KEEPERS}
    return form_page(request, form=form, act=act, template="organisation/charges.html", context=context)


@allow(*_KEEPERS)
@require_POST
def remove(request: HttpRequest, charge_id: int) -> HttpResponse:
    """Take a line off the map."""
    with one_commit():
        remove_charge(charge_id=charge_id, actor=actor_of(request))
    messages.success(request, "已删除。")
    return redirect("responsibility_map")
