"""A table of the organisation is uploaded: what became of each row is said on the next page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from huying.domain.actors import Actor
from huying.foundation.access import actor_of
from huying.foundation.commit import one_commit
from huying.foundation.form_page import form_page
from huying.foundation.uploads import on_disk
from huying.language.tables import Row, open_table
from huying.organisation.actions.import_units import RowsTaken
from huying.organisation.forms import UploadForm


class Take(Protocol):
    """The action that puts the rows of a table."""

    def __call__(self, *, columns: Sequence[str], rows: Iterable[Row], actor: Actor) -> RowsTaken:
        """Put each row by itself."""


def upload_page(
    request: HttpRequest, *, take: Take, columns: Sequence[str], pages: tuple[str, str], cells: int
) -> HttpResponse:
    """Show the form, or put the rows and show what became of them; of a refused row its first ``cells`` are shown."""
    form = UploadForm(request.POST, request.FILES) if request.method == "POST" else UploadForm()
    asked, done_page = pages

    def act() -> HttpResponse:
        with on_disk(form.cleaned_data["file"]) as path:
            table = open_table(path)
            with one_commit():
                done = take(columns=table.columns, rows=table.rows(), actor=actor_of(request))
        refused = [(row.line, row.cells[:cells], said) for row, said in done.refused]
        return render(request, done_page, {"done": done, "refused": refused})

    return form_page(request, form=form, act=act, template=asked, context={"columns": columns})
