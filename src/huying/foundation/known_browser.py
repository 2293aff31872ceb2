"""A browser in which an owner has opened an order: what strangers try wrongly elsewhere does not count against it.

约定, after the device cookies of OWASP: a signed cookie names the browser and, as keyed hashes, the orders it opened.
It opens nothing by itself.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

from huying.foundation.sealing import lookup_hash

_COOKIE = "huying_known"
_SALT = "huying.foundation.known_browser"
# 约定: an order is followed for some months.
_LIFETIME = timedelta(days=180)
_MOST, _MARK = 10, 8


@dataclass(frozen=True, kw_only=True)
class KnownBrowser:
    """A browser by its random name, empty for one never seen, and marks of the orders opened in it, newest last."""

    name: str = ""
    marks: tuple[str, ...] = ()

    def has_opened(self, order_id: int) -> bool:
        """Say whether an owner has opened the order here."""
        return _mark(order_id) in self.marks


def browser_of(request: HttpRequest) -> KnownBrowser:
    """Return whose request it is; a cookie that is not ours, or too old, is none."""
    try:
        name, *marks = signing.loads(request.COOKIES.get(_COOKIE, ""), salt=_SALT, max_age=_LIFETIME)
    except (signing.BadSignature, ValueError):
        return KnownBrowser()
    return KnownBrowser(name=name, marks=tuple(marks))


def keep_in_mind(answer: HttpResponse, browser: KnownBrowser, *, order_id: int) -> None:
    """Let the browser be known as one in which the order's owner was."""
    mark = _mark(order_id)
    marks = [*(one for one in browser.marks if one != mark), mark][-_MOST:]
    value = signing.dumps([browser.name or secrets.token_hex(_MARK), *marks], salt=_SALT)
    secure = settings.SESSION_COOKIE_SECURE
    answer.set_cookie(_COOKIE, value, max_age=_LIFETIME, path="/citizen/", secure=secure, httponly=True, samesite="Lax")


def _mark(order_id: int) -> str:
    return lookup_hash(str(order_id), context=_SALT)[:_MARK].hex()
