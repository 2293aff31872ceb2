"""A look at a page as a signed-in person gets it: how long, how many statements, how much of Python."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from dataclasses import asdict
from statistics import median
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from benchmarks.core.timing import timed
from huying.domain.actors import Actor
from huying.organisation.models import Person

_OK, _LOOKS = 200, 5


def look(actor: Actor, url: str, *, calls: int) -> dict[str, Any]:
    """Return p50, p95 and worst milliseconds of the whole page, its statements and theirs, and what Python did for it.

    What neighbours on the machine disturb least are the milliseconds of our processor, the statements and the calls.
    """
    browser = Client(SERVER_NAME="localhost")
    browser.force_login(
        Person.objects.get(pk=actor.person_id or 0), backend="allauth.account.auth_backends.AuthenticationBackend"
    )

    def open_page() -> None:
        answer = browser.get(url)
        assert answer.status_code == _OK, (url, answer.status_code)

    found = asdict(timed(calls, open_page))
    statements, took, worked = [], [], []
    for _ in range(_LOOKS):
        begun = time.process_time()
        open_page()
        worked.append(time.process_time() - begun)
        with CaptureQueriesContext(connection) as asked:
            open_page()
        statements.append(len(asked))
        took.append(sum(float(one["time"]) for one in asked.captured_queries) * 1000)
    return {
        **found,
        "statements": max(statements),
        "statements_ms": round(median(took), 1),
        "processor_ms": round(median(worked) * 1000, 1),
        "function_calls": _function_calls(open_page),
    }


def _function_calls(do: Callable[[], object]) -> int:
    counted = 0

    def count(_frame: object, event: str, _argument: object) -> None:
        nonlocal counted
        counted += event == "call"

    sys.setprofile(count)
    try:
        do()
    finally:
        sys.setprofile(None)
    return counted
