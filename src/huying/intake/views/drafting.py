"""What the language model may propose while an operator registers; nothing is kept before the operator registers."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from huying.domain.actors import Role
from huying.foundation.access import actor_of, allow
from huying.intake.forms.registering import RegisterForm, matters_offered
from huying.language.drafts import matter_in, matter_prompt, offered_of, title_in, title_prompt
from huying.records.choices import ModelPurpose
from huying.records.views import Drafted, drafted

CONFIDENTIAL = "诉求人要求保密的内容不发给模型，请自己填写。"
NOTHING = "请先填写诉求原文。"


@allow(Role.OPERATOR)
@require_POST
def draft_title(request: HttpRequest) -> HttpResponse:
    """Propose a title, and a summary for the units, of what the caller said."""
    typed, actor = request.POST.dict(), actor_of(request)
    if refused := _refused(typed):
        return _shown(request, typed, refused)
    prompt = title_prompt(said=typed["original"], names=_names(typed))
    found = drafted(purpose=ModelPurpose.TITLE, prompt=prompt, read=partial(title_in, prompt=prompt), actor=actor)
    given = {"title": found.found.title, "transfer": found.found.words} if found.found else {}
    return _shown(request, typed, found, given=given)


@allow(Role.OPERATOR)
@require_POST
def draft_matter(request: HttpRequest) -> HttpResponse:
    """Propose one of the matters in force."""
    typed, actor = request.POST.dict(), actor_of(request)
    if refused := _refused(typed):
        return _shown(request, typed, refused)
    ids = {name: key for key, name in matters_offered(actor) if key}
    said = typed["original"]
    offered = offered_of(said=said, matters=list(ids))
    prompt = matter_prompt(said=said, matters=offered, names=_names(typed))
    read = partial(matter_in, offered=offered)
    found = drafted(purpose=ModelPurpose.MATTER, prompt=prompt, read=read, actor=actor)
    matter = {"id": ids[found.found], "name": found.found} if found.found else None
    return _shown(request, typed, found, given={"matter_id": matter["id"]} if matter else {}, matter=matter)


def _refused(typed: dict[str, str]) -> Drafted[Any] | None:
    if typed.get("wants_secrecy"):
        return Drafted(found=None, sentence=CONFIDENTIAL)
    return None if typed.get("original", "").strip() else Drafted(found=None, sentence=NOTHING)


def _names(typed: dict[str, str]) -> list[str]:
    return [typed.get("name", ""), typed.get("home_address", "")]


def _shown(
    request: HttpRequest,
    typed: dict[str, str],
    found: Drafted[Any],
    *,
    given: dict[str, Any] | None = None,
    matter: dict[str, Any] | None = None,
) -> HttpResponse:
    """Show the draft beside the form that stays; without a script fill what was left empty, and draw the page anew."""
    shown = {"drafted": found, "matter": matter}
    if request.headers.get("HX-Request"):
        return render(request, "intake/_drafted.html", shown)
    form = RegisterForm(initial=typed, actor=actor_of(request))
    filled = form.fill_empty(given or {})
    return render(request, "intake/register.html", {"form": form, **shown, "filled_by_model": filled})
