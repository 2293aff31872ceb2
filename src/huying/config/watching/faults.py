"""How a refusal and a fault look on a page: one Chinese sentence, a code, the number of the request."""

from __future__ import annotations

import sys

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from huying.domain.actors import Actor
from huying.domain.errors import Refusal, Unavailable
from huying.foundation import trace
from huying.foundation.database_faults import refusal_of
from huying.foundation.http_errors import status_of
from huying.workorders.queries.dossier import dossier_by_number


def refusal_page(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """Show a refusal, with the status of its kind; to whoever is at their desk with the navigation and their order."""
    match = request.resolver_match
    is_public = match is not None and getattr(match.func, "allowed_roles", ...) is None
    template = "web/citizen_refusal.html" if is_public else "web/errors/refusal.html"
    status = status_of(refusal)
    actor: Actor | None = getattr(request, "actor", None)
    if actor and not is_public and not isinstance(refusal, Unavailable):
        number = match.kwargs.get("number") if match else None
        shown = {"sentence": str(refusal), "code": refusal.code, "number": _if_seen(number, actor)}
        return render(request, "web/errors/refused.html", shown, status=status)
    context = {"sentence": str(refusal), "code": refusal.code, "status": status}
    # Drawn without the request: the session may be what the database does not give.
    return HttpResponse(render_to_string(template, context), status=status)


def _if_seen(number: object, actor: Actor) -> str:
    """Return an order's number to who may see it; what else has a number in its address is no order."""
    try:
        return dossier_by_number(number=number, actor=actor).order.number if isinstance(number, str) else ""
    except Refusal:
        return ""


def server_fault(request: HttpRequest) -> HttpResponse:
    """Answer a fault: one of the database by its sentence, any other by the number to look it up with."""
    if refusal := refusal_of(sys.exception()):
        return refusal_page(request, refusal)
    work = trace.present()
    return HttpResponse(render_to_string("web/errors/500.html", {"reference": work.id if work else ""}), status=500)
