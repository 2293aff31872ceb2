"""The one table from a refusal to an HTTP status, for pages and API alike."""

from __future__ import annotations

from huying.domain.errors import Conflict, Invalid, NotAllowed, NotFound, Refusal, TooMany, Unavailable
from huying.foundation import metrics, trace

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
