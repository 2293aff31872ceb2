"""Probes and figures on a port of their own, for a machine that serves no pages."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterable
from socketserver import ThreadingMixIn
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer

from django.core.handlers.wsgi import WSGIRequest
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from huying.config.watching.figures import metrics_page
from huying.config.watching.probes import healthz, readyz

_PAGES: dict[str, Callable[[HttpRequest], HttpResponseBase]] = {
    "/healthz": healthz,
    "/readyz": readyz,
    "/metrics": metrics_page,
}


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class _Quiet(WSGIRequestHandler):
    # Whoever connects and says nothing is left after that many seconds.
    timeout = 10

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the library's name
        """Keep no list of who asked."""


def serve(*, address: str, port: int) -> None:
    """Answer from threads of this process until it ends."""
    kind = type("_Server", (_Server,), {"address_family": socket.AF_INET6}) if ":" in address else _Server
    site = kind((address, port), _Quiet)
    site.set_app(_answer)
    threading.Thread(target=site.serve_forever, daemon=True).start()


def _answer(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    page = _PAGES.get(environ.get("PATH_INFO", ""))
    answer = page(WSGIRequest(environ)) if page else HttpResponse(status=404)
    start_response(f"{answer.status_code} {answer.reason_phrase}", list(answer.items()))
    assert isinstance(answer, HttpResponse)
    return [answer.content]
