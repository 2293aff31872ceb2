"""Count the statements of a request or job, and log the slow ones: their shape, never their values."""

from __future__ import annotations

import logging
import re
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

from django.conf import settings
from django.db import connection

from huying.foundation import trace

_log = logging.getLogger(__name__)
_LITERAL = re.compile(r"'(?:[^']|'')*'")
_LONGEST = 2000


def watched() -> AbstractContextManager[None]:
    """Watch the statements of this thread's connection in this block."""
    return connection.execute_wrapper(_run)


def shape(statement: object) -> str:
    """Return a statement on one line without the values that stand in it."""
    return _LITERAL.sub("'…'", " ".join(str(statement).split()))[:_LONGEST]


def _run(execute: Callable[..., Any], statement: str, parameters: Any, many: bool, context: Any) -> Any:  # noqa: FBT001  # Django's signature
    begun = time.perf_counter()
    try:
        return execute(statement, parameters, many, context)
    finally:
        took = round((time.perf_counter() - begun) * 1000)
        if work := trace.present():
            work.statements += 1
        if took >= settings.HUYING_SLOW_QUERY_MS:
            _log.warning("数据库语句用时 %d 毫秒", took, extra={"ms": took, "statement": shape(statement)})
