"""Figures taken out as a table."""

from __future__ import annotations

from collections.abc import Iterable

from django.http import HttpRequest, HttpResponse

from huying.foundation import clock
from huying.foundation.access import actor_of
from huying.foundation.commit import one_commit
from huying.language.tables import csv_lines
from huying.records.actions.record_access import record_access
from huying.records.choices import AccessKind


def given_out(request: HttpRequest, rows: Iterable[tuple[str, ...]], *, name: str) -> HttpResponse:
    """Give rows as a CSV file of this name; the export leaves a record."""
    with one_commit():
        record_access(kind=AccessKind.EXPORT, subject=name, actor=actor_of(request), at=clock.now())
    answer = HttpResponse("".join(csv_lines(rows)), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
