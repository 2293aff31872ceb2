"""A page or form that met an expired session: sign in, and lose no typed text."""

from __future__ import annotations

from collections.abc import Iterator

from django import forms
from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import REASON_BAD_ORIGIN, REASON_BAD_REFERER
from django.shortcuts import redirect, render
from django.urls import resolve, reverse

from huying.web.rows import Kept

_FROM_ELSEWHERE = (REASON_BAD_ORIGIN.split("%", maxsplit=1)[0], REASON_BAD_REFERER.split("%", maxsplit=1)[0], "Referer")


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
        (name, str(value))
        for name, values in request.POST.lists()
        if name not in {"csrfmiddlewaretoken", "login"} and "password" not in name
        for value in values
    ]
    labels = dict(_labels())
    context = {
        "carried": carried,
        "shown": [
            Kept(label=labels[name], text=value) for name, value in carried if value.strip() and labels.get(name)
        ],
        "carry_to": request.get_full_path(),
        "is_signed_in": request.user.is_authenticated,
        "had_files": bool(request.FILES),
    }
    template = "web/citizen_again.html" if _is_public(request) else "web/expired.html"
    return render(request, template, context, status=status)


def _labels(form: type[forms.BaseForm] = forms.BaseForm) -> Iterator[tuple[str, str]]:
    """Yield what each field that people write words into is called on its page."""
    for kind in form.__subclasses__():
        fields = getattr(kind, "base_fields", {}).items()
        yield from ((name, str(field.label)) for name, field in fields if isinstance(field, forms.CharField))
        yield from _labels(kind)


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form whose token does not fit.

    Sent from another site: refused. On the sign-in page: sign in afresh. Else (signed in again elsewhere):
    given back, with what was typed.
    """
    if reason.startswith(_FROM_ELSEWHERE):
        return render(request, "web/errors/403.html", status=403)
    if request.path == reverse(settings.LOGIN_URL):
        return redirect(settings.LOGIN_URL)
    return carried_form(request, status=403)


def _is_public(request: HttpRequest) -> bool:
    return getattr(resolve(request.path_info).func, "allowed_roles", ...) is None
