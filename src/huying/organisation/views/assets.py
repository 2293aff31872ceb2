"""街乡赋权与资源: the catalogue, one unit's lines, in and out as a table."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from huying.domain.actors import SEATED, Role
from huying.foundation import clock
from huying.foundation.access import actor_of, allow
from huying.foundation.commit import one_commit
from huying.foundation.form_page import form_page
from huying.language.tables import csv_lines
from huying.organisation.actions.import_assets import import_assets
from huying.organisation.actions.put_asset import put_asset
from huying.organisation.actions.remove_asset import remove_asset
from huying.organisation.forms import AssetForm
from huying.organisation.queries.assets import (
    ASSET_COLUMNS,
    KEEPERS,
    AssetRow,
    asset_table,
    assets,
    assets_of,
    kept_unit,
)
from huying.organisation.views.upload import upload_page

_LISTED = 300


@allow(*SEATED)
@require_GET
def catalogue(request: HttpRequest) -> HttpResponse:
    """Show what was brought down to every street and town of the centre."""
    actor, words = actor_of(request), request.GET.get("q", "").strip()
    rows = assets(words=words, actor=actor, on=clock.today())
    may_import = actor.role is Role.SYSTEM_ADMIN
    context = {"rows": rows[:_LISTED], "count": len(rows), "words": words, "may_import": may_import}
    return render(request, "organisation/assets.html", context)


@allow(*SEATED)
@require_GET
def export_table(request: HttpRequest) -> HttpResponse:
    """Give the catalogue as CSV."""
    rows = asset_table(actor=actor_of(request), on=clock.today())
    answer = HttpResponse("".join(csv_lines(rows)), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="street-powers.csv"'
    return answer


@allow(Role.SYSTEM_ADMIN)
@require_http_methods(["GET", "POST"])
def import_table(request: HttpRequest) -> HttpResponse:
    """Put the lines of an uploaded table; say what became of each."""
    return upload_page(
        request,
        take=import_assets,
        columns=ASSET_COLUMNS,
        pages=("organisation/import_assets.html", "organisation/imported_assets.html"),
        cells=4,
    )


@allow(*KEEPERS)
@require_http_methods(["GET", "POST"])
def of_unit(request: HttpRequest, unit_id: int) -> HttpResponse:
    """Show a unit's lines to those who keep them, and write one."""
    actor, today = actor_of(request), clock.today()
    unit = kept_unit(unit_id=unit_id, actor=actor)
    rows = assets_of(unit_id=unit_id, actor=actor, on=today)
    changed = next((row for row in rows if str(row.id) == request.GET.get("line")), None)
    form = AssetForm(request.POST if request.method == "POST" else None, initial=_typed(changed, today))

    def act() -> HttpResponse:
        with one_commit():
            put_asset(unit_id=unit_id, **form.cleaned_data, actor=actor)
        messages.success(request, "已保存。")
        return redirect("unit_assets", unit_id=unit_id)

    context = {"unit": unit, "rows": rows, "changed": changed}
    return form_page(request, form=form, act=act, template="organisation/unit_assets.html", context=context)


@allow(*KEEPERS)
@require_POST
def remove(request: HttpRequest, unit_id: int, asset_id: int) -> HttpResponse:
    """Take a line off."""
    with one_commit():
        remove_asset(unit_id=unit_id, asset_id=asset_id, actor=actor_of(request))
    messages.success(request, "已删除。")
    return redirect("unit_assets", unit_id=unit_id)


def _typed(row: AssetRow | None, today: date) -> dict[str, Any]:
    """Return what stands in the form before anybody types: a line that is to be changed, or today."""
    return {name: getattr(row, name) for name in AssetForm.base_fields} if row else {"first_day": today}
