"""点位: the list by which texts are read, in and out as a table."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from huying.domain.actors import SEATED, Role
from huying.foundation.access import actor_of, allow
from huying.foundation.commit import one_commit
from huying.language.tables import csv_lines
from huying.organisation.actions.import_spots import import_spots
from huying.organisation.actions.remove_spot import remove_spot
from huying.organisation.queries.spots import SPOT_COLUMNS, spot_table, spots
from huying.organisation.views.upload import upload_page

_LISTED = 300


@allow(*SEATED)
@require_GET
def listed(request: HttpRequest) -> HttpResponse:
    """Show the roads, estates and landmarks of the centre."""
    actor, words = actor_of(request), request.GET.get("q", "").strip()
    rows = spots(words=words, actor=actor)
    is_keeper = actor.role is Role.SYSTEM_ADMIN
    context = {"rows": rows[:_LISTED], "count": len(rows), "words": words, "is_keeper": is_keeper}
    return render(request, "organisation/spots.html", context)


@allow(*SEATED)
@require_GET
def export_table(request: HttpRequest) -> HttpResponse:
    """Give the spots as CSV."""
    rows = spot_table(actor=actor_of(request))
    answer = HttpResponse("".join(csv_lines(rows)), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="spots.csv"'
    return answer


@allow(Role.SYSTEM_ADMIN)
@require_http_methods(["GET", "POST"])
def import_table(request: HttpRequest) -> HttpResponse:
    """Put the spots of an uploaded table; say what became of each."""
    return upload_page(
        request,
        take=import_spots,
        columns=SPOT_COLUMNS,
        pages=("organisation/import_spots.html", "organisation/imported_spots.html"),
        cells=4,
    )


@allow(Role.SYSTEM_ADMIN)
@require_POST
def remove(request: HttpRequest, spot_id: int) -> HttpResponse:
    """Take a spot away."""
    with one_commit():
        remove_spot(spot_id=spot_id, actor=actor_of(request))
    messages.success(request, "已删除。")
    return redirect("spots")
