"""A person with several seats chooses for which unit and in which role to act."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from huying.domain.actors import SEATED
from huying.domain.errors import NotFound
from huying.foundation.access import allow
from huying.organisation.queries.seats import SeatRow


class SeatNotYours(NotFound):
    """The seat was ended, or is somebody else's."""

    code = "seat_not_yours"
    sentence = "没有找到这个岗位，它可能已被撤销，请重新选择。"


@allow(*SEATED)
@require_http_methods(["GET", "POST"])
def seats(request: HttpRequest) -> HttpResponse:
    """List my seats, or take another one."""
    mine: tuple[SeatRow, ...] = request.seats  # type: ignore[attr-defined]  # set by ActorMiddleware
    if request.method == "POST":
        chosen = next((seat for seat in mine if str(seat.id) == request.POST.get("seat")), None)
        if chosen is None:
            raise SeatNotYours
        request.session["seat"] = chosen.id
        messages.success(request, f"现在的岗位是{chosen.unit_name} · {chosen.role_label}。")
        return redirect("queue")
    return render(request, "desks/seats.html", {"seats": mine, "present": request.seat})  # type: ignore[attr-defined]
