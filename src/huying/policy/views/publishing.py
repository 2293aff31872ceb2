"""Publishing a policy in two steps: choose or upload and compare, then decide when it begins."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from huying.domain.actors import Role
from huying.domain.errors import Conflict, Invalid
from huying.domain.policies import Policy, PolicyFaulty, parse_policy, to_data
from huying.foundation import clock
from huying.foundation.access import actor_of, allow
from huying.foundation.commit import one_commit
from huying.foundation.form_page import put_on
from huying.foundation.http_errors import status_of
from huying.policy.actions.publish_policy import publish_policy
from huying.policy.forms import PublishForm, SourceForm
from huying.policy.queries.tables import PARAMETER_LABELS, changes
from huying.policy.queries.versions import version_shown, versions_of

_GOOD_FOR_SECONDS = 86_400  # 约定: a preview may be published for a day
_PLACE = re.compile(r"(?P<kind>rules|parameters|tags|ladder)\.(?P<which>\w+)(?:\.(?P<rest>.+))?")
_ROWS = {"rules": "条规则", "tags": "个疑难标签", "ladder": "层提级阶梯"}


@allow(Role.SYSTEM_ADMIN)
@require_http_methods(["GET", "POST"])
def new_policy(request: HttpRequest) -> HttpResponse:
    """Publish a new version of the policy."""
    if request.method != "POST":
        return _ask_for_source(request, form=SourceForm())
    if "draft" in request.POST:
        return _decide(request)
    form = SourceForm(request.POST, request.FILES)
    if not form.is_valid():
        return _ask_for_source(request, form=form, status=422)
    try:
        return _preview(request, parse_policy(form.cleaned_data["body"]))
    except PolicyFaulty as fault:
        return _ask_for_source(request, form=form, faults=fault.fields, status=422)


def _ask_for_source(
    request: HttpRequest,
    *,
    form: SourceForm,
    faults: Mapping[str, str] | None = None,
    sentence: str = "",
    status: int = 200,
) -> HttpResponse:
    places = [(_place(place), said) for place, said in (faults or {}).items()]
    context = {"form": form, "faults": places, "sentence": sentence}
    return render(request, "policy/source.html", context, status=status)


def _place(place: str) -> str:
    """Say where in the file a fault is."""
    found = _PLACE.fullmatch(place)
    if not found:
        return place or "文件"
    which, rest = found["which"], f"的 {found['rest']}" if found["rest"] else ""
    if found["kind"] in _ROWS:
        return f"第 {which} {_ROWS[found['kind']]}{rest}" if which.isdigit() else "规则"
    label = f"「{PARAMETER_LABELS[which]}」" if which in PARAMETER_LABELS else ""
    return f"参数{label} {which} {rest}".strip()


def _preview(
    request: HttpRequest, policy: Policy, *, form: PublishForm | None = None, status: int = 200
) -> HttpResponse:
    actor, at = actor_of(request), clock.now()
    own = versions_of(actor=actor, at=at)
    before = own[0] if own else version_shown(actor=actor, at=at)
    if form is None:
        draft = signing.dumps(to_data(policy), salt=_salt(request), compress=True)
        form = PublishForm(initial={"draft": draft, "after": own[0].number if own else 0})
    context = {
        "form": form,
        "name": policy.name,
        "changes": changes(before=before.policy if before else None, after=policy),
        "before_label": f"第 {before.number} 版" if before else "现行版本",
    }
    return render(request, "policy/preview.html", context, status=status)


def _decide(request: HttpRequest) -> HttpResponse:
    try:
        body = signing.loads(request.POST["draft"], salt=_salt(request), max_age=_GOOD_FOR_SECONDS)
    except signing.BadSignature:
        return _ask_for_source(request, form=SourceForm(), sentence="预览已过期，请重新选择或上传。", status=422)
    form = PublishForm(request.POST)
    if not form.is_valid():
        return _preview(request, parse_policy(body), form=form, status=422)
    actor, at = actor_of(request), clock.now()
    given: dict[str, Any] = {"note": form.cleaned_data["note"], "after": form.cleaned_data["after"]}
    try:
        with one_commit():
            publish_policy(body=body, effective_from=form.begins(at), **given, actor=actor, at=at)
    except (Invalid, Conflict) as fault:
        put_on(form, fault)
        if isinstance(fault, Conflict):
            last = versions_of(actor=actor, at=at)[0].number
            form.data = {**form.data.dict(), "after": str(last)}  # type: ignore[attr-defined]  # a QueryDict
        return _preview(request, parse_policy(body), form=form, status=status_of(fault))
    messages.success(request, "新版本已发布，到生效时间起用于新登记和新流转的工单。")
    return redirect("policy")


def _salt(request: HttpRequest) -> str:
    """Return what binds a preview to whoever made it."""
    actor = actor_of(request)
    return f"policy.{actor.centre_id}.{actor.person_id}"
