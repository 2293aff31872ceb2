"""Units in and out as tables."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET, require_http_methods

from huying.domain.actors import Role
from huying.foundation import clock
from huying.foundation.access import actor_of, allow
from huying.foundation.commit import one_commit
from huying.language.tables import csv_lines, write_table
from huying.organisation.actions.import_units import import_units
from huying.organisation.queries.export import UNIT_COLUMNS, unit_table
from huying.organisation.views.upload import upload_page
from huying.records.actions.record_access import record_access
from huying.records.choices import AccessKind

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@allow(Role.SYSTEM_ADMIN)
@require_http_methods(["GET", "POST"])
def import_table(request: HttpRequest) -> HttpResponse:
    """Make and change units from an uploaded table; say what became of each row."""
    return upload_page(
        request,
        take=partial(import_units, at=clock.now()),
        columns=UNIT_COLUMNS,
        pages=("organisation/import_units.html", "organisation/imported.html"),
        cells=2,
    )


@allow(Role.SYSTEM_ADMIN)
@require_GET
def export_table(request: HttpRequest, kind: str) -> HttpResponse:
    """Give every unit of the centre as CSV or XLSX; the export leaves a record."""
    actor = actor_of(request)
    with one_commit():
        record_access(kind=AccessKind.EXPORT, subject=f"单位表（{kind}）", actor=actor, at=clock.now())
    rows = unit_table(actor=actor)
    if kind == "csv":
        answer = HttpResponse("".join(csv_lines(rows)), content_type="text/csv; charset=utf-8")
    else:
        with TemporaryDirectory(prefix="huying-") as folder:
            path = Path(folder) / "units.xlsx"
            write_table(rows, path)
            answer = HttpResponse(path.read_bytes(), content_type=_XLSX)
    answer["Content-Disposition"] = f'attachment; filename="units.{kind}"'
    return answer
