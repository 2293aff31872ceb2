"""Outermost of all: name the request, answer probes, log and measure what was answered."""

from __future__ import annotations

import logging
import re
import time
import uuid
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import Resolver404, ResolverMatch, resolve

from huying.config.watching.faults import refusal_page
from huying.config.watching.figures import metrics_page
from huying.config.watching.places import AllPlacesTaken, Places
from huying.config.watching.probes import healthz, readyz
from huying.foundation import metrics, statements, trace

_log = logging.getLogger("huying.requests")
# As nginx and W3C trace context write it, or a UUID: neither a telephone nor an ID number looks like that.
_REQUEST_ID = re.compile(r"[0-9a-f]{32}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_HEADER = "X-Request-ID"
_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
_OTHER = "other"
_SERVER_FAULT = 500
UNKNOWN = "unknown"
_PATIENCE_SECONDS = 5.0
# Asked every few seconds, and answered when host names, sessions and sign-in cannot be looked at.
_PROBES = (healthz, readyz, metrics_page)


class WatchMiddleware:
    """Serve each request under a number and a route's name; probes come no further than here."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Keep the next layer."""
        self._next = get_response
        self._places = Places(settings.HUYING_PAGE_THREADS, patience_seconds=_PATIENCE_SECONDS)

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer, and tell how."""
        match = _match(request.path_info)
        number = _id_of(request)
        work = trace.Work(id=number, cause=number, route=(match and match.view_name) or UNKNOWN)
        begun = time.perf_counter()
        with trace.serving(work):
            if match and match.func in _PROBES:
                response: HttpResponseBase = match.func(request)
                level = logging.DEBUG
            else:
                response = self._page(request)
                level = logging.ERROR if response.status_code >= _SERVER_FAULT else logging.INFO
            _tell(request, response, work, seconds=time.perf_counter() - begun, level=level)
        response[_HEADER] = work.id
        return response

    def _page(self, request: HttpRequest) -> HttpResponse:
        try:
            with self._places, statements.watched():
                return self._next(request)
        except AllPlacesTaken as refusal:
            return refusal_page(request, refusal)


def _match(path: str) -> ResolverMatch | None:
    try:
        return resolve(path)
    except Resolver404:
        return None


def _id_of(request: HttpRequest) -> str:
    given = request.headers.get(_HEADER, "")
    return given if _REQUEST_ID.fullmatch(given) else str(uuid.uuid4())


def _tell(request: HttpRequest, response: HttpResponseBase, work: trace.Work, *, seconds: float, level: int) -> None:
    method = request.method if request.method in _METHODS else _OTHER
    status = response.status_code
    metrics.REQUESTS.labels(work.route, method, str(status)).inc()
    metrics.REQUEST_SECONDS.labels(work.route, method).observe(seconds)
    metrics.REQUEST_STATEMENTS.labels(work.route).observe(work.statements)
    told = {"method": method, "status": status, "ms": round(seconds * 1000), "statements": work.statements}
    _log.log(level, "请求 %s", work.route, extra={**told, "refusal": work.refusal})
