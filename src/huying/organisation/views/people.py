"""Pages of people: the list, a new account, the second factor."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from huying.domain.actors import Role
from huying.foundation import clock
from huying.foundation.access import actor_of, allow
from huying.foundation.commit import one_commit
from huying.foundation.form_page import form_page
from huying.organisation.actions.create_person import create_person
from huying.organisation.actions.require_second_factor import require_second_factor
from huying.organisation.choices import PeopleView
from huying.organisation.forms import PeopleFilter, PersonForm, SecondFactorForm
from huying.organisation.queries.people import people_for
from huying.organisation.queries.second_factor import second_factors_of


@allow(Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN)
@require_GET
def people(request: HttpRequest) -> HttpResponse:
    """List the centre's people."""
    actor = actor_of(request)
    form = PeopleFilter(request.GET)
    given = form.cleaned_data if form.is_valid() else {}
    page = people_for(
        actor=actor,
        words=given.get("q", ""),
        view=PeopleView(given["view"]) if given.get("view") else None,
        before=request.GET.get("before", ""),
        after=request.GET.get("after", ""),
    )
    kept = {name: value for name, value in given.items() if value}
    context = {
        "form": form,
        "page": page,
        "is_filtered": bool(kept),
        "may_create": actor.role is Role.SYSTEM_ADMIN,
        "may_seat": actor.role is Role.SECURITY_ADMIN,
        "previous_url": f"?{urlencode(kept | {'before': page.before})}" if page.before else None,
        "next_url": f"?{urlencode(kept | {'after': page.after})}" if page.after else None,
    }
    return render(request, "organisation/people.html", context)


@allow(Role.SYSTEM_ADMIN)
@require_http_methods(["GET", "POST"])
def new_person(request: HttpRequest) -> HttpResponse:
    """Make an account and open its page."""
    form = PersonForm(request.POST if request.method == "POST" else None)

    def act() -> HttpResponse:
        with one_commit():
            person = create_person(**form.cleaned_data, actor=actor_of(request), at=clock.now())
        if person.is_service:
            messages.success(request, "对接系统账号已开通，请由安全管理员设置岗位、发放令牌。")
        else:
            messages.success(request, "账号已开通，请发放一次性密码，再由安全管理员设置岗位。")
        return redirect("person", person_id=person.pk)

    return form_page(request, form=form, act=act, template="organisation/new_person.html")


@allow(Role.SECURITY_ADMIN)
@require_http_methods(["GET", "POST"])
def second_factor(request: HttpRequest) -> HttpResponse:
    """Choose the roles that need a second factor."""
    actor = actor_of(request)
    lines = second_factors_of(actor=actor)
    chosen = [line.role for line in lines if line.is_required]
    form = SecondFactorForm(request.POST if request.method == "POST" else None, initial={"roles": chosen})

    def act() -> HttpResponse:
        with one_commit():
            require_second_factor(roles=form.cleaned_data["roles"], actor=actor, at=clock.now())
        messages.success(request, "已保存，一分钟内生效；有关人员下次打开页面时要先启用动态口令。")
        return redirect("second_factor")

    template = "organisation/second_factor.html"
    return form_page(request, form=form, act=act, template=template, context={"lines": lines})
