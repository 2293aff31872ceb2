"""The one search box. What is searched for never stands in an address: it may be a caller's telephone number.

Addresses are kept by browsers, proxies and logs. The box is posted, and the page it leads to has the text
sealed in its address, so that it can be reloaded, paged, gone back to and given to a colleague.
"""

from __future__ import annotations

import base64
import binascii
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from huying.domain.actors import SEATED
from huying.domain.errors import Unavailable
from huying.foundation import clock, sealing
from huying.foundation.access import actor_of, allow
from huying.foundation.http_errors import status_of
from huying.workorders.queries.search import HOW_LABELS, How, place_of
from huying.workorders.queries.search import search as find
from huying.workorders.queries.search_words import QueryTooShort

_LONGEST = 100
_CONTEXT = "desks.search.text|"


@allow(*SEATED)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def search(request: HttpRequest) -> HttpResponse:
    """Show what the text finds; an order's own number leads straight to it."""
    if request.method == "POST":
        return redirect(address_of(request.POST.get("q", "")))
    text = _opened(request.GET.get("s", ""))
    context: dict[str, object] = {"search_query": text, "at": clock.now()}
    if not text:
        return render(request, "desks/search.html", context)
    try:
        page = find(text=text, place=place_of(request.GET.get("at", "")), actor=actor_of(request), at=clock.now())
    except QueryTooShort as fault:
        return render(request, "desks/search.html", {**context, "fault": str(fault)}, status=status_of(fault))
    if page.how is How.NUMBER:
        return redirect("order", number=page.rows[0].number)
    context |= {
        "page": page,
        "shown": len(page.rows),
        "how": HOW_LABELS[page.how],
        "previous_url": _at(request, page.previous) if page.previous else None,
        "next_url": _at(request, page.next) if page.next else None,
    }
    return render(request, "desks/search.html", context)


def address_of(text: str) -> str:
    """Return the address of the page with what a text finds."""
    asked = text.strip()[:_LONGEST]
    if not asked:
        return reverse("search")
    sealed = base64.urlsafe_b64encode(sealing.seal(asked, context=_CONTEXT)).decode()
    return f"{reverse('search')}?{urlencode({'s': sealed})}"


def _opened(sealed: str) -> str:
    """Return the text sealed in an address; empty for what we did not seal, or with a key since taken away."""
    try:
        return sealing.open_sealed(base64.urlsafe_b64decode(sealed), context=_CONTEXT)
    except (binascii.Error, ValueError, Unavailable):
        return ""


def _at(request: HttpRequest, place: object) -> str:
    query = request.GET.copy()
    query["at"] = str(place)
    return f"?{query.urlencode()}"
