"""What a citizen does to the own order: add, write, urge, withdraw; open to who proved to be the caller."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_http_methods

from huying.domain.lifecycle import refusal
from huying.foundation import clock
from huying.foundation.access import open_to_all
from huying.foundation.citizen_session import NothingOpened, opened_by
from huying.foundation.commit import one_commit
from huying.foundation.form_page import form_page
from huying.intake.actions.add_information import add_information
from huying.intake.actions.urge_order import urge_order
from huying.intake.actions.withdraw_order import withdraw_order
from huying.intake.actions.write_to_unit import write_to_unit
from huying.intake.choices import UrgeKind
from huying.intake.forms.own import AddForm, UrgeOwnForm, WithdrawOwnForm, WriteForm
from huying.organisation.queries.public_centre import public_centre
from huying.workorders.forms import keep_pictures
from huying.workorders.queries.dossier import dossier_for


@dataclass(frozen=True, kw_only=True)
class _OwnAct:
    """What one page does, and its words."""

    action: str
    form: type[forms.Form]
    act: Callable[..., object]
    heading: str
    note: str
    button: str


_ADD = _OwnAct(
    action="add_information",
    form=AddForm,
    act=add_information,
    heading="补充情况",
    note="有新的情况或照片，在这里补充，不用重新提交诉求。",
    button="提交补充",
)
_URGE = _OwnAct(
    action="urge_order",
    form=UrgeOwnForm,
    act=partial(urge_order, kind=UrgeKind.CALLER),
    heading="催办",
    note="催办会记在工单上，承办单位和热线都看得到。每天可以催一次。",
    button="催一次",
)
_WRITE = _OwnAct(
    action="write_to_unit",
    form=WriteForm,
    act=write_to_unit,
    heading="给承办单位留言",
    note="可以问办理情况，也可以说明您的要求。承办单位的回复会显示在进度页；正式答复仍会另外给您。",
    button="提交留言",
)
_WITHDRAW = _OwnAct(
    action="withdraw_order",
    form=WithdrawOwnForm,
    act=withdraw_order,
    heading="撤回诉求",
    note="撤回后承办单位不再办理，也不再回访，不能恢复。以后可以重新提交。",
    button="确定撤回",
)


@open_to_all
@gzip_page
@never_cache
@require_http_methods(["GET", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """Let the citizen add facts and pictures."""
    return _own(request, page=_ADD)


@open_to_all
@gzip_page
@never_cache
@require_http_methods(["GET", "POST"])
def urge(request: HttpRequest) -> HttpResponse:
    """Let the citizen urge."""
    return _own(request, page=_URGE)


@open_to_all
@gzip_page
@never_cache
@require_http_methods(["GET", "POST"])
def write(request: HttpRequest) -> HttpResponse:
    """Let the citizen write to the unit."""
    return _own(request, page=_WRITE)


@open_to_all
@gzip_page
@never_cache
@require_http_methods(["GET", "POST"])
def withdraw(request: HttpRequest) -> HttpResponse:
    """Let the citizen take the demand back."""
    return _own(request, page=_WITHDRAW)


def _own(request: HttpRequest, *, page: _OwnAct) -> HttpResponse:
    opened = opened_by(request)
    if not opened.is_owner:
        raise NothingOpened("这一步需要核对身份，请重新输入查询码，并填写登记电话的后四位。")
    facts = dossier_for(order_id=opened.order_id, actor=opened.actor).facts
    if found := refusal(facts, page.action, opened.actor):
        raise found
    is_sent = request.method == "POST"
    form = page.form(
        request.POST if is_sent else None, request.FILES if is_sent else None, initial={"seen": facts.events}
    )

    def act() -> HttpResponse:
        said = dict(form.cleaned_data)
        if "pictures" in said:
            said["pictures"] = keep_pictures(said["pictures"])
        with one_commit():
            page.act(order_id=opened.order_id, **said, actor=opened.actor, at=clock.now())
        return redirect("citizen_order")

    shown = {"page": page, "number": facts.number, "centre": public_centre(code=settings.HUYING_PUBLIC_CENTRE)}
    return form_page(request, form=form, act=act, template="intake/citizen_own.html", context=shown)
