"""A page or form that met an expired session: sign in, and lose no typed text."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from huying.web.rows import Kept

_NEVER_CARRIED = {"csrfmiddlewaretoken", "password", "login"}


def expired_form(request: HttpRequest) -> HttpResponse:
    """Answer a request without a session.

    A fragment gets 401 and a sign that the browser's dialog understands; a posted form is given back with
    what was typed; any other page leads to sign-in and back.
    """
    if request.headers.get("HX-Request") or request.headers.get("X-Requested-With"):
        answer = HttpResponse("登录已过期，请重新登录。", status=401, content_type="text/plain; charset=utf-8")
        answer["HX-Trigger"] = "session-expired"
        return answer
    if request.method == "POST":
        return carried_form(request, status=401)
    return redirect_to_login(request.get_full_path(), settings.LOGIN_URL)


def carried_form(request: HttpRequest, *, status: int) -> HttpResponse:
    """Give a posted form back, to be sent again after signing in; passwords and files are not carried."""
    carried = [
        (name, value)
        for name, values in request.POST.lists()
        if name not in _NEVER_CARRIED and "password" not in name
        for value in values
    ]
    context = {
        "carried": carried,
        "shown": [Kept(label=name, text=str(value)) for name, value in carried if str(value).strip()],
        "carry_to": request.get_full_path(),
        "is_signed_in": request.user.is_authenticated,
        "had_files": bool(request.FILES),
    }
    return render(request, "web/expired.html", context, status=status)


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001  # Django's signature
    """Answer a form whose token no longer fits (signed in again elsewhere): give it back."""
    return carried_form(request, status=403)
