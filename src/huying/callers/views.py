"""The page that opens a caller's identity: purpose, record, then the parts in clear, once."""

from __future__ import annotations

from typing import Protocol
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from huying.callers.actions.unmask import CallerIsConfidential, PurposeNotOpen, unmask
from huying.callers.forms import UnmaskForm
from huying.callers.queries import MaskedIdentity, masked, unmaskings_of
from huying.domain.actors import Actor
from huying.domain.errors import Invalid, NotFound
from huying.domain.privacy import PURPOSES_OF, TELLS_UNMASKINGS, Sight
from huying.foundation import clock
from huying.foundation.access import actor_of, allow
from huying.foundation.commit import one_commit
from huying.foundation.http_errors import status_of


class IdentityOf(Protocol):
    """How the room that keeps orders finds the identity of one that is open to the actor."""

    def __call__(self, *, number: str, actor: Actor) -> UUID | None:
        """Return the identity's id, ``None`` where nobody left one; raise ``NotFound`` for a closed order."""


@allow(*PURPOSES_OF)
@never_cache
@require_http_methods(["GET", "POST"])
def open_identity(request: HttpRequest, number: str, *, identity_of: IdentityOf) -> HttpResponse:
    """Ask for a purpose, then show the parts once; ``identity_of`` is given by the room that mounts the page."""
    actor = actor_of(request)
    caller = _caller(identity_of(number=number, actor=actor), actor)
    shown = {"number": number, "caller": caller}
    if actor.role in TELLS_UNMASKINGS:
        shown["before"] = unmaskings_of(identity_id=caller.id, actor=actor)
    form = UnmaskForm(request.POST if request.method == "POST" else None, caller=caller)
    if not form.is_bound or not form.is_valid():
        return render(request, "callers/unmask.html", {**shown, "form": form}, status=422 if form.is_bound else 200)
    given = form.cleaned_data
    try:
        with one_commit():
            revealed = unmask(
                identity_id=caller.id,
                order_number=number,
                fields=given["fields_wanted"],
                purpose=given["purpose"],
                note=given["note"],
                actor=actor,
                at=clock.now(),
            )
    except Invalid as fault:
        for name, sentence in fault.fields.items():
            form.add_error("fields_wanted" if name == "fields" else name, sentence)
        return render(request, "callers/unmask.html", {**shown, "form": form}, status=status_of(fault))
    return render(request, "callers/revealed.html", {"number": number, "revealed": revealed})


def _caller(identity_id: UUID | None, actor: Actor) -> MaskedIdentity:
    caller = masked(identity_ids=[identity_id], actor=actor).get(identity_id) if identity_id else None
    if caller is None:
        raise NotFound("这张工单没有登记诉求人信息。")
    if caller.sight is Sight.RELAY_ONLY:
        raise CallerIsConfidential
    if not caller.purposes:
        raise PurposeNotOpen
    return caller
