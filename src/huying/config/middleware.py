"""Between a request and its page: who acts, what they must do first, how a refusal looks."""

from __future__ import annotations

from collections.abc import Callable

from allauth.mfa.utils import is_mfa_enabled
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import Resolver404, resolve

from huying.config.api_errors import API_PREFIX
from huying.config.expired import expired_form
from huying.config.session import owner_of
from huying.config.watching.faults import refusal_page
from huying.domain.errors import Refusal
from huying.foundation import trace
from huying.foundation.database_faults import refusal_of
from huying.organisation.queries.seats import SeatRow, roles_with_second_factor, seats_of

_Next = Callable[[HttpRequest], HttpResponse]
_OPEN_PREFIXES = ("account_", "mfa_")
SOMEBODY_ELSE = "现在登录的账号或岗位与打开本页时不同，内容没有提交，请重新打开本页。"
# What a person may open before the password is changed.
_BEFORE_CHANGE = {"account_logout", "account_change_password", "account_reauthenticate", "session"}


class ActorMiddleware:
    """Set ``request.seat``, ``request.seats`` and ``request.actor`` from the signed-in person's seats.

    A visitor is sent to sign in; a form that met an expired session loses no typed text; a person with a
    slip chooses a password first; a role that must have a second factor sets it up first.
    """

    def __init__(self, get_response: _Next) -> None:
        """Keep the next layer."""
        self._next = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Find the actor, and see that the page may be opened now."""
        request.actor, request.seat, request.seats = None, None, ()  # type: ignore[attr-defined]  # ours
        if request.path_info.startswith(API_PREFIX):  # who calls there is known by a token, never by a session
            return self._next(request)
        name, needs_sign_in = _route(request.path_info)
        if not request.user.is_authenticated:
            return expired_form(request) if needs_sign_in else self._next(request)
        if work := trace.present():
            work.person_id = request.user.pk
        seats = seats_of(person_id=request.user.pk)
        seat = _chosen(seats, request.session.get("seat"))
        request.seats, request.seat = seats, seat  # type: ignore[attr-defined]  # ours
        request.actor = seat.actor if seat else None  # type: ignore[attr-defined]  # ours
        if request.headers.get("X-Huying-Owner", owner_of(request)) != owner_of(request):
            return HttpResponse(SOMEBODY_ELSE, status=409, content_type="text/plain; charset=utf-8")
        if request.user.must_change_password and name not in _BEFORE_CHANGE:
            return redirect("account_change_password")
        if seat and needs_sign_in and _lacks_second_factor(request, seat):
            return redirect("mfa_activate_totp")
        return self._next(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Show a refusal as one Chinese sentence with its code and status."""
        refusal = exception if isinstance(exception, Refusal) else refusal_of(exception)
        return refusal_page(request, refusal) if refusal else None


def _route(path: str) -> tuple[str, bool]:
    """Return the route's name and whether it needs a signed-in person; unknown paths do not."""
    try:
        match = resolve(path)
    except Resolver404:
        return "", False
    name = match.url_name or ""
    is_open = name.startswith(_OPEN_PREFIXES) or getattr(match.func, "allowed_roles", ...) is None
    return name, not is_open


def _chosen(seats: tuple[SeatRow, ...], seat_id: int | None) -> SeatRow | None:
    return next((seat for seat in seats if seat.id == seat_id), seats[0] if seats else None)


def _lacks_second_factor(request: HttpRequest, seat: SeatRow) -> bool:
    needed = seat.actor.role.value in roles_with_second_factor(centre_id=seat.actor.centre_id)
    return needed and not is_mfa_enabled(request.user)
