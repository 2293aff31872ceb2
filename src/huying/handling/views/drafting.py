"""A draft of a reply by the language model, for whoever may submit the reply; nothing is kept."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from huying.domain.lifecycle import BY_ACTION, refusal
from huying.foundation.access import actor_of, allow
from huying.handling.forms import ReplyForm
from huying.handling.queries import advice_on, panel
from huying.handling.queries.drafting import material_of, model_for
from huying.language.drafts import OPEN_POINT, Draft, reply_in
from huying.records.choices import ModelPurpose
from huying.records.views import Drafted, drafted
from huying.workorders.queries.dossier import Dossier, dossier_by_number
from huying.workorders.queries.past_answers import about_order, past_answers
from huying.workorders.queries.summary import summary_of

CONFIDENTIAL = "保密工单的内容不发给模型，请自己填写。"
_ACTION = "submit_reply"


@allow(*BY_ACTION[_ACTION].roles)
@require_POST
def draft_reply(request: HttpRequest, number: str) -> HttpResponse:
    """Show a draft beside the form; without a script it stands in the field, where that was left empty."""
    actor, typed = actor_of(request), request.POST.dict()
    dossier = dossier_by_number(number=number, actor=actor)
    if found := refusal(dossier.facts, _ACTION, actor):
        raise found
    if dossier.order.is_confidential:
        result: Drafted[Draft] = Drafted(found=None, sentence=CONFIDENTIAL)
    else:
        prompt = material_of(dossier=dossier, actor=actor)
        read = partial(reply_in, prompt=prompt)
        result = drafted(purpose=ModelPurpose.REPLY, prompt=prompt, read=read, actor=actor, subject=number)
    words = result.found.words if result.found else ""
    basis = typed.get("legal_basis", "")
    advice = advice_on(dossier=dossier, unit_id=actor.unit_id, words=words, basis=basis, actor=actor)
    shown: dict[str, Any] = {"drafted": result, "draft_advice": advice if words else (), "open_point": OPEN_POINT}
    if request.headers.get("HX-Request"):
        return render(request, "handling/_drafted.html", {**shown, "advice": shown["draft_advice"]})
    shown["is_filled"] = bool(words) and not typed.get("words", "").strip()
    if shown["is_filled"]:
        typed["words"] = words
    return render(request, "handling/reply.html", {**shown, **_form_page(dossier, request, typed)})


def _form_page(dossier: Dossier, request: HttpRequest, typed: dict[str, str]) -> dict[str, Any]:
    actor = actor_of(request)
    return {
        "label": BY_ACTION[_ACTION].label,
        "order": summary_of(dossier=dossier, actor=actor),
        "form": ReplyForm(initial=typed, actor=actor, order=dossier.facts),
        "panel": panel(dossier=dossier),
        "form_action": reverse(_ACTION, kwargs={"number": dossier.order.number}),
        "answers": past_answers(about=about_order(dossier=dossier), actor=actor),
        "model": model_for(dossier=dossier),
    }
