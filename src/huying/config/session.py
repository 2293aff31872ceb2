"""What the browser asks about its own session."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token


def owner_of(request: HttpRequest) -> str:
    """Return who holds the session and in which seat; empty for nobody. Two equal owners may go on as one."""
    if not request.user.is_authenticated:
        return ""
    seat = getattr(request, "seat", None)
    return f"{request.user.pk}-{seat.id if seat else 0}"


def session_state(request: HttpRequest) -> HttpResponse:
    """Say who is signed in and give a fresh CSRF token; 401 for nobody."""
    owner = owner_of(request)
    if not owner:
        return HttpResponse(status=401)
    answer = JsonResponse({"csrf_token": get_token(request), "owner": owner})
    answer["Cache-Control"] = "no-store"
    return answer
