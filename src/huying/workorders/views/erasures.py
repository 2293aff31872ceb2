"""Erasing a text or picture by law: the security administrator asks, the audit administrator settles."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from huying.domain.actors import Role
from huying.foundation import clock
from huying.foundation.access import actor_of, allow
from huying.foundation.commit import one_commit
from huying.foundation.form_page import form_page
from huying.foundation.pagination import before_of, paged
from huying.workorders.actions.request_erasure import request_erasure
from huying.workorders.actions.settle_erasure import settle_erasure
from huying.workorders.forms import ErasureForm, NumberForm, SettleForm
from huying.workorders.queries.erasures import NoSuchOrder, erasure, erasures, to_erase

_PAGE = 50


@allow(Role.SECURITY_ADMIN, Role.AUDIT_ADMIN)
@require_safe
def erasure_list(request: HttpRequest) -> HttpResponse:
    """List what was asked for and how it was settled."""
    actor = actor_of(request)
    rows = erasures(actor=actor, before=before_of(request), limit=_PAGE + 1)
    context = {
        "may_ask": actor.role is Role.SECURITY_ADMIN,
        "may_settle": actor.role is Role.AUDIT_ADMIN,
        **paged(request, rows, page=_PAGE),
    }
    return render(request, "workorders/erasures.html", context)


@allow(Role.SECURITY_ADMIN)
@require_http_methods(["GET", "POST"])
def ask_erasure(request: HttpRequest) -> HttpResponse:
    """Find the order that the application names, choose one of its texts or pictures, ask."""
    actor = actor_of(request)
    search = NumberForm(request.GET if "number" in request.GET else None)
    if not search.is_bound or not search.is_valid():
        return render(
            request, "workorders/ask_erasure.html", {"search": search}, status=422 if search.is_bound else 200
        )
    number = search.cleaned_data["number"]
    try:
        texts = to_erase(number=number, actor=actor)
    except NoSuchOrder as fault:
        search.add_error("number", str(fault))
        return render(request, "workorders/ask_erasure.html", {"search": search}, status=404)
    form = ErasureForm(request.POST if request.method == "POST" else None, texts=texts)

    def act() -> HttpResponse:
        with one_commit():
            request_erasure(
                order_number=number,
                **form.chosen(),
                legal_basis=form.cleaned_data["legal_basis"],
                actor=actor,
                at=clock.now(),
            )
        messages.success(request, "已提出申请，等待审计管理员复核。")
        return redirect("erasures")

    context = {"search": search, "number": number, "texts": texts}
    return form_page(request, form=form, act=act, template="workorders/ask_erasure.html", context=context)


@allow(Role.AUDIT_ADMIN)
@require_http_methods(["GET", "POST"])
def settle(request: HttpRequest, erasure_id: int) -> HttpResponse:
    """Read the request, then erase or refuse."""
    actor = actor_of(request)
    row = erasure(erasure_id=erasure_id, actor=actor)
    form = SettleForm(request.POST if request.method == "POST" else None)

    def act() -> HttpResponse:
        approve = form.cleaned_data["decision"] == SettleForm.APPROVE
        with one_commit():
            settle_erasure(erasure_id=erasure_id, approve=approve, actor=actor, at=clock.now())
        messages.success(request, "已删除，办理记录中留有说明。" if approve else "已记为不予删除。")
        return redirect("erasures")

    return form_page(request, form=form, act=act, template="workorders/settle_erasure.html", context={"row": row})
