"""A page of a ledger, by the place of its first or last row."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

from django.db.models import F, Model, QuerySet
from django.db.models.fields.tuple_lookups import Tuple, TupleGreaterThan, TupleLessThan

from huying.workorders.queries.queue import Cursor

Row = TypeVar("Row", bound=Model)
PAGE = 30


@dataclass(frozen=True, kw_only=True)
class Sheet(Generic[Row]):
    """Up to ``PAGE`` rows and the places before and after them, ``None`` where there is nothing more."""

    rows: tuple[Row, ...]
    previous: Cursor | None
    next: Cursor | None


def sheet_of(found: QuerySet[Row], *, by: str, falls: bool = False, cursor: Cursor | None) -> Sheet[Row]:
    """Return a page of rows ordered by a moment of theirs; a place beyond the rows leads to the first page."""
    is_back = cursor is not None and cursor.back
    down = falls != is_back
    queue = found.order_by(*(f"-{name}" if down else name for name in (by, "pk")))
    if cursor:
        beyond = TupleLessThan if down else TupleGreaterThan
        queue = queue.filter(beyond(Tuple(F(by), F("pk")), (cursor.moment, cursor.id)))
    rows = list(queue[: PAGE + 1])
    is_more, rows = len(rows) > PAGE, rows[:PAGE]
    if cursor and (not rows or (is_back and not is_more)):
        return sheet_of(found, by=by, falls=falls, cursor=None)
    if is_back:
        rows.reverse()
    return Sheet(
        rows=tuple(rows),
        previous=_place(rows[0], by, back=True) if cursor else None,
        next=_place(rows[-1], by, back=False) if is_more or is_back else None,
    )


def _place(row: Model, by: str, *, back: bool) -> Cursor:
    return Cursor(moment=getattr(row, by), id=row.pk, back=back)
