"""The page of one person, and what administrators do there."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST

from huying.domain.actors import Role
from huying.foundation import clock
from huying.foundation.access import actor_of, allow
from huying.foundation.commit import one_commit
from huying.foundation.form_page import form_page
from huying.organisation.actions.end_seat import end_seat
from huying.organisation.actions.grant_seat import grant_seat
from huying.organisation.actions.hand_out_slip import hand_out_slip
from huying.organisation.actions.reset_second_factor import reset_second_factor
from huying.organisation.actions.switch_off_person import switch_off_person
from huying.organisation.actions.switch_on_person import switch_on_person
from huying.organisation.forms import SeatForm
from huying.organisation.queries.people import ended_seats_of, person_for
from huying.organisation.queries.unit_page import suggested_units


@allow(Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN)
@require_http_methods(["GET", "POST"])
def person(request: HttpRequest, person_id: int) -> HttpResponse:
    """Show a person; the security administrator's form grants a seat."""
    actor = actor_of(request)
    is_own = person_id == actor.person_id
    may_seat = actor.role is Role.SECURITY_ADMIN and not is_own
    form = SeatForm(request.POST if request.method == "POST" else None, actor=actor)

    def act() -> HttpResponse:
        unit, role = form.cleaned_data["unit"], form.cleaned_data["role"]
        with one_commit():
            grant_seat(person_id=person_id, unit_id=unit.id, role=role, actor=actor, at=clock.now())
        messages.success(request, f"已在「{unit.name}」设置岗位，本人下次打开页面即可使用。")
        return redirect("person", person_id=person_id)

    context = {
        "person": person_for(person_id=person_id, actor=actor),
        "ended": ended_seats_of(person_id=person_id, actor=actor),
        "units": suggested_units(actor=actor) if may_seat else (),
        "at": clock.now(),
        "is_own": is_own,
        "may_seat": may_seat,
        "may_keep_accounts": actor.role is Role.SYSTEM_ADMIN,
    }
    return form_page(request, form=form, act=act, template="organisation/person.html", context=context)


@allow(Role.SYSTEM_ADMIN)
@require_POST
@never_cache
@sensitive_variables("slip")
def slip(request: HttpRequest, person_id: int) -> HttpResponse:
    """Hand out a one-time password and show it, this once, on a page to be printed."""
    with one_commit():
        handed = hand_out_slip(person_id=person_id, actor=actor_of(request), at=clock.now())
    return render(request, "organisation/slip.html", {"slip": handed, "person_id": person_id})


@allow(Role.SYSTEM_ADMIN)
@require_POST
def switch_off(request: HttpRequest, person_id: int) -> HttpResponse:
    """Switch an account off."""
    return _done(request, person_id, act=switch_off_person, sentence="账号已停用，原有登录和岗位都已结束。")


@allow(Role.SYSTEM_ADMIN)
@require_POST
def switch_on(request: HttpRequest, person_id: int) -> HttpResponse:
    """Take a switched-off account into use again."""
    return _done(request, person_id, act=switch_on_person, sentence="账号已恢复，请发放一次性密码。")


@allow(Role.SECURITY_ADMIN)
@require_POST
def reset_factor(request: HttpRequest, person_id: int) -> HttpResponse:
    """Take a lost second factor away."""
    return _done(request, person_id, act=reset_second_factor, sentence="已撤销动态口令，请本人尽快重新启用。")


@allow(Role.SECURITY_ADMIN)
@require_POST
def end(request: HttpRequest, person_id: int, seat_id: int) -> HttpResponse:
    """End a seat."""
    with one_commit():
        end_seat(seat_id=seat_id, actor=actor_of(request), at=clock.now())
    messages.success(request, "岗位已结束。")
    return redirect("person", person_id=person_id)


def _done(request: HttpRequest, person_id: int, *, act: Callable[..., None], sentence: str) -> HttpResponse:
    with one_commit():
        act(person_id=person_id, actor=actor_of(request), at=clock.now())
    messages.success(request, sentence)
    return redirect("person", person_id=person_id)
