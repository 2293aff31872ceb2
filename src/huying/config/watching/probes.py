"""Is the process alive, and can it do its work? Asked by a load balancer or a service manager, with no session."""

from __future__ import annotations

from dataclasses import asdict

from django.http import HttpRequest, HttpResponse, JsonResponse

from huying.config.watching.in_time import InTime
from huying.config.watching.readiness import NO_ANSWER, Check, checks
from huying.foundation.access import open_to_all

_PATIENCE_SECONDS = 1.5
_checks = InTime(checks, seconds=_PATIENCE_SECONDS)


@open_to_all
def healthz(request: HttpRequest) -> HttpResponse:
    """Say that the process is alive, without asking the database."""
    del request
    return _answer([Check(code="process", ok=True, sentence="进程正常。")])


@open_to_all
def readyz(request: HttpRequest) -> HttpResponse:
    """Say whether database, structure, worker and queue are well; 503 where one is not. Answers within 2 s."""
    del request
    try:
        found = _checks.answer()
    except TimeoutError:
        found = [NO_ANSWER]
    return _answer(found)


def _answer(found: list[Check]) -> HttpResponse:
    ready = all(check.ok for check in found)
    body = {"ready": ready, "checks": [asdict(check) for check in found]}
    answer = JsonResponse(body, status=200 if ready else 503, json_dumps_params={"ensure_ascii": False})
    answer["Cache-Control"] = "no-store"
    return answer
