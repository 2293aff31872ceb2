"""The one table from a refusal to an HTTP status, for pages and API alike, and the API's form of a refusal."""

from __future__ import annotations

import json
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from django.http import HttpResponse

from huying.domain.errors import Conflict, Invalid, NotAllowed, NotFound, Refusal, TooMany, Unavailable
from huying.foundation import metrics, trace

PROBLEM = "application/problem+json"
STATUS: dict[type[Refusal], int] = {
    NotFound: 404,
    NotAllowed: 403,
    Conflict: 409,
    Invalid: 422,
    TooMany: 429,
    Unavailable: 503,
}


def status_of(refusal: Refusal) -> int:
    """Return the status of a refusal by its kind; it is answered with it, and so is counted and logged by its code."""
    metrics.REFUSALS.labels(refusal.code).inc()
    if work := trace.present():
        work.refusal = refusal.code
    return next(status for kind, status in STATUS.items() if isinstance(refusal, kind))


def problem(
    *, status: int, code: str, detail: str, fields: Mapping[str, str] | None = None, **more: Any
) -> HttpResponse:
    """Answer as RFC 9457 says, with our ``code``, a Chinese ``detail`` and one sentence a field in ``errors``."""
    body: dict[str, Any] = {
        "type": f"urn:huying:problem:{code}",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": detail,
        "code": code,
        "errors": [{"field": name, "detail": sentence} for name, sentence in (fields or {}).items()],
        **more,
    }
    answer = HttpResponse(json.dumps(body, ensure_ascii=False), status=status, content_type=PROBLEM)
    answer["Cache-Control"] = "no-store"
    return answer


def problem_of(refusal: Refusal, **more: Any) -> HttpResponse:
    """Answer a refusal as a problem; its status is that of its kind."""
    fields = refusal.fields if isinstance(refusal, Invalid) else None
    return problem(status=status_of(refusal), code=refusal.code, detail=str(refusal), fields=fields, **more)
