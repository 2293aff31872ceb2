"""Pages for citizens that show several rooms: where to begin, and how far an order is."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_POST, require_safe

from huying.desks.queries.citizen_order import citizen_order
from huying.foundation import clock
from huying.foundation.access import open_to_all
from huying.foundation.citizen_session import opened_by
from huying.notices.queries.recipients import choice_of
from huying.organisation.queries.public_centre import public_centre

_YEAR_SECONDS = 365 * 86400


@open_to_all
@gzip_page
@never_cache
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show the two ways: say something, or follow what was said."""
    return render(request, "desks/citizen/home.html", {"centre": public_centre(code=settings.HUYING_PUBLIC_CENTRE)})


@open_to_all
@gzip_page
@never_cache
@require_safe
def order(request: HttpRequest) -> HttpResponse:
    """Show the order that this browser opened by its code."""
    opened = opened_by(request)
    page = citizen_order(order_id=opened.order_id, actor=opened.actor, is_owner=opened.is_owner, at=clock.now())
    context = {
        "centre": public_centre(code=settings.HUYING_PUBLIC_CENTRE),
        "progress": page.progress,
        "own": page.own,
    }
    return render(request, "desks/citizen/order.html", context)


@open_to_all
@never_cache
@require_safe
def messages(request: HttpRequest, code: str) -> HttpResponse:
    """Show whether the telephone of a link gets messages; looking changes nothing."""
    context = {"centre": public_centre(code=settings.HUYING_PUBLIC_CENTRE), "choice": choice_of(text=code)}
    return render(request, "desks/citizen/messages.html", context)


@open_to_all
@require_POST
def text_size(request: HttpRequest) -> HttpResponse:
    """Write larger, or as usual again, on every page for citizens in this browser (Q-12)."""
    answer = redirect("citizen")
    answer.set_cookie(
        "huying_text",
        "large" if request.POST.get("size") == "large" else "usual",
        max_age=_YEAR_SECONDS,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )
    return answer
