"""The one flow of a page with a form: show it, hand what was typed to one action, go on."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from huying.domain.errors import Conflict, Invalid, TooMany, Unavailable
from huying.foundation.http_errors import status_of


def form_page(
    request: HttpRequest,
    *,
    form: forms.Form,
    act: Callable[[], HttpResponse],
    template: str,
    context: Mapping[str, Any] | None = None,
) -> HttpResponse:
    """Draw ``template`` with ``form``, or answer what ``act`` makes of a valid one.

    ``act`` opens the commit, calls its action and leads on. A refusal that the person can mend leaves the typed
    text in the form: 422 with a sentence a field, 409 when things have moved on, 429 when it comes too often, 503 when
    something outside fails.
    Others pass through.
    """
    shown = {**(context or {}), "form": form}
    if not form.is_bound:
        return render(request, template, shown)
    if not form.is_valid():
        return render(request, template, shown, status=422)
    try:
        return act()
    except (Invalid, Conflict, TooMany, Unavailable) as fault:
        put_on(form, fault)
        return render(request, template, shown, status=status_of(fault))


def put_on(form: forms.Form, fault: Invalid | Conflict | TooMany | Unavailable) -> None:
    """Put a refusal beside the fields it names, else above the form."""
    fields = fault.fields if isinstance(fault, Invalid) else {}
    for name, sentence in fields.items():
        form.add_error(name if name in form.fields else None, sentence)
    if not fields:
        form.add_error(None, str(fault))
