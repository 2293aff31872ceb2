"""Leave a session that nobody uses. 约定: half an hour, ``HUYING_IDLE_MINUTES``."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from huying.foundation import clock

_SEEN = "seen_at"
# Written again at most once a minute: one row less in nearly every request.
_GRAIN_SECONDS = 60
# A page's own polling is not somebody at work; such requests carry this header.
_POLLING = "X-Huying-Polling"


class IdleMiddleware:
    """Prolong the session of a person who works; its end is the store's ``SESSION_COOKIE_AGE``."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Keep the next step."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Note that the person is there, and pass on."""
        if not request.session.is_empty() and _POLLING not in request.headers:
            now = int(clock.now().timestamp())
            if now - request.session.get(_SEEN, 0) >= _GRAIN_SECONDS:
                request.session[_SEEN] = now
        return self.get_response(request)
