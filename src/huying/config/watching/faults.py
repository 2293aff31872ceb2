"""How a refusal and a fault look on a page: one Chinese sentence, a code, the number of the request."""

from __future__ import annotations

import sys

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from huying.domain.errors import Refusal
from huying.foundation import trace
from huying.foundation.database_faults import refusal_of
from huying.foundation.http_errors import status_of


def refusal_page(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """Show a refusal, with the status of its kind."""
    match = request.resolver_match
    is_public = match is not None and getattr(match.func, "allowed_roles", ...) is None
    template = "web/citizen_refusal.html" if is_public else "web/errors/refusal.html"
    status = status_of(refusal)
    context = {"sentence": str(refusal), "code": refusal.code, "status": status}
    # Drawn without the request: the session may be what the database does not give.
    return HttpResponse(render_to_string(template, context), status=status)


def server_fault(request: HttpRequest) -> HttpResponse:
    """Answer a fault: one of the database by its sentence, any other by the number to look it up with."""
    if refusal := refusal_of(sys.exception()):
        return refusal_page(request, refusal)
    work = trace.present()
    return HttpResponse(render_to_string("web/errors/500.html", {"reference": work.id if work else ""}), status=500)
