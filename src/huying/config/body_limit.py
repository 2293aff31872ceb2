"""No request is larger than the largest form with all its pictures."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from huying.domain.errors import Invalid
from huying.foundation.http_errors import status_of
from huying.foundation.pictures import LARGEST_BYTES

# 约定: nine pictures and their form; a table that is imported is smaller.
_MOST = 10 * LARGEST_BYTES


class RequestTooLarge(Invalid):
    """Refused by its length, before a byte of it is written to the disk."""

    code = "request_too_large"
    sentence = f"送来的内容超过 {_MOST // 1_000_000} MB，没有接收，请减少图片后再提交。"


class BodyLimitMiddleware:
    """Refuse a request that is too large; the server reads no more than a request says it holds.

    Above it in the list nobody may read the form; whoever does, reads it all.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Keep the next layer."""
        self._next = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Ask the header."""
        said = str(request.META.get("CONTENT_LENGTH") or "0")
        if said.isascii() and said.isdigit() and int(said) <= _MOST:
            return self._next(request)
        refusal = RequestTooLarge()
        context = {"sentence": str(refusal), "code": refusal.code, "status": status_of(refusal)}
        return render(request, "web/errors/refusal.html", context, status=status_of(refusal))
