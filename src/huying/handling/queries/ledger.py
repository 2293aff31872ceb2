"""The list of hung matters (挂账台账), and what waits to be put on it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection
from django.db.models import F, Q, QuerySet
from django.db.models.fields.tuple_lookups import Tuple, TupleGreaterThan, TupleLessThan

from huying.domain.actors import NO_ORDERS, Actor, Role
from huying.domain.errors import NotAllowed
from huying.domain.workdays import day_in_shanghai
from huying.handling.choices import HangingCategory, HangingState
from huying.handling.models import Hanging
from huying.handling.queries.hangings import TONES, review_level
from huying.organisation.queries.units import names_of, unit_names
from huying.web.rows import Light, Tone
from huying.workorders.queries.queue import COUNTED, Cursor

PAGE, EXPORTED = 30, 10_000
_HEAD = (
    *("工单编号", "标题", "主办单位", "类别", "责任人", "职务"),
    *("状态", "挂账日期", "挂账截止", "下次复查", "复查情况"),
)
# Up to so many of each category, those overdue apart, each by the index that holds what is asked.
_COUNTS = """
SELECT category, hung, late FROM unnest(%(categories)s::text[]) WITH ORDINALITY AS wanted (category, place),
  LATERAL (SELECT count(*) AS hung FROM (
    SELECT 1 FROM handling_hanging AS one WHERE state = 'hung' AND one.category = wanted.category AND {mine}
     LIMIT %(most)s) AS few) AS counted,
  LATERAL (SELECT count(*) AS late FROM (
    SELECT 1 FROM handling_hanging AS one WHERE state = 'hung' AND one.category = wanted.category AND {mine}
       AND next_review_at < %(at)s LIMIT %(most)s) AS few) AS overdue
 ORDER BY place
"""
_OF_UNIT = "unit_id = %(unit)s"
_OF_CENTRE = "centre_id = %(centre)s"
_OF_DISTRICT = (
    "unit_id = ANY (ARRAY(SELECT id FROM organisation_unit WHERE district_id = %(district)s))"
    " AND (SELECT district_id FROM workorders_order WHERE id = one.order_id) = %(district)s"
)
_WAITS_FOR = {Role.REVIEWER: HangingState.AT_UNIT, Role.ARBITER: HangingState.AT_CENTRE}


@dataclass(frozen=True, kw_only=True)
class LedgerFilter:
    """What the list is cut to; empty means any. ``is_late``: the review is overdue."""

    state: HangingState = HangingState.HUNG
    category: str = ""
    unit_id: int | None = None
    is_late: bool = False


@dataclass(frozen=True, kw_only=True)
class LedgerRow:
    """One matter of the list; ``level`` is the light of its next review."""

    id: int
    number: str
    title: str
    unit_name: str
    category_label: str
    owner_name: str
    owner_post: str
    state_label: str
    tone: Tone
    hung_at: datetime | None
    until: date
    next_review_at: datetime | None
    level: Light
    left_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class LedgerPage:
    """Up to ``PAGE`` rows and the places before and after them."""

    rows: tuple[LedgerRow, ...]
    previous: Cursor | None
    next: Cursor | None


@dataclass(frozen=True, kw_only=True)
class LedgerCount:
    """How many of a category are hung, and of how many the review is overdue."""

    category: str
    label: str
    hung: int
    late: int


def ledger_page(*, wanted: LedgerFilter, cursor: Cursor | None, actor: Actor, at: datetime) -> LedgerPage:
    """Return a page of the matters that the actor may see, those to be reviewed first in front."""
    falls = cursor is not None and cursor.back
    found = (
        _cut(wanted, actor, at)
        .select_related("order")
        .order_by(*(f"-{name}" if falls else name for name in ("next_review_at", "pk")))
    )
    if cursor:
        beyond = TupleLessThan if falls else TupleGreaterThan
        found = found.filter(beyond(Tuple(F("next_review_at"), F("pk")), (cursor.moment, cursor.id)))
    rows = list(found[: PAGE + 1])
    if cursor and (not rows or (falls and len(rows) <= PAGE)):
        return ledger_page(wanted=wanted, cursor=None, actor=actor, at=at)
    is_more, rows = len(rows) > PAGE, rows[:PAGE]
    if falls:
        rows.reverse()
    return LedgerPage(
        rows=rows_of(rows, at=at),
        previous=_place(rows[0], back=True) if cursor else None,
        next=_place(rows[-1], back=False) if falls or is_more else None,
    )


def ledger_rows(*, wanted: LedgerFilter, actor: Actor, at: datetime) -> tuple[LedgerRow, ...]:
    """Return the first ``EXPORTED`` matters of the list, to be taken out as a table."""
    found = _cut(wanted, actor, at).select_related("order").order_by("next_review_at", "pk")
    return rows_of(list(found[:EXPORTED]), at=at)


def ledger_counts(*, actor: Actor, at: datetime) -> tuple[LedgerCount, ...]:
    """Count what is hung by category, of the matters that the actor may see; each up to ``COUNTED``."""
    if actor.role in NO_ORDERS:
        return ()
    given: dict[str, Any] = {
        "categories": HangingCategory.values,
        "centre": actor.centre_id,
        "unit": actor.unit_id or 0,
    }
    mine = _OF_UNIT
    if actor.is_centre_wide:
        mine = _OF_CENTRE if actor.district_id is None else _OF_DISTRICT
    with connection.cursor() as asked:
        asked.execute(_COUNTS.format(mine=mine), {**given, "district": actor.district_id, "at": at, "most": COUNTED})
        found = asked.fetchall()
    return tuple(
        LedgerCount(category=code, label=HangingCategory(code).label, hung=hung, late=late)
        for code, hung, late in found
        if hung
    )


def waiting_hangings(*, actor: Actor, at: datetime, after: int | None = None, limit: int = 30) -> tuple[LedgerRow, ...]:
    """Return the applications that wait for the actor above id ``after``, oldest first; raises ``NotAllowed``."""
    if actor.role not in _WAITS_FOR:
        raise NotAllowed
    mine = {"unit_id": actor.unit_id} if actor.role is Role.REVIEWER else {"centre_id": actor.centre_id}
    open_ones = {"state": _WAITS_FOR[actor.role], "lapsed_at": None, "order__is_open": True}
    found = Hanging.objects.filter(**mine, **open_ones, pk__gt=after or 0)
    return rows_of(list(found.select_related("order").order_by("pk")[:limit]), at=at)


def units_hanging(*, actor: Actor) -> tuple[tuple[int, str], ...]:
    """Return the units that the list may be cut to; none for whoever sees the own unit's alone."""
    return unit_names(centre_id=actor.centre_id) if actor.is_centre_wide else ()


def table_of(rows: tuple[LedgerRow, ...]) -> Iterator[tuple[str, ...]]:
    """Yield the list as an office opens it, its head first."""
    yield _HEAD
    for row in rows:
        yield (
            row.number,
            row.title,
            row.unit_name,
            row.category_label,
            row.owner_name,
            row.owner_post,
            row.state_label,
            _day(row.hung_at),
            row.until.isoformat(),
            _day(row.next_review_at),
            {Light.OVER: "超期", Light.NEAR: "临近"}.get(row.level, "") if row.next_review_at else "",
        )


def rows_of(found: list[Hanging], *, at: datetime) -> tuple[LedgerRow, ...]:
    """Return hangings, read with their orders, as frozen rows."""
    units = names_of(unit_ids={row.unit_id for row in found})
    return tuple(
        LedgerRow(
            id=row.pk,
            number=row.order.number,
            title=row.order.title,
            unit_name=units[row.unit_id],
            category_label=HangingCategory(row.category).label,
            owner_name=row.owner_name,
            owner_post=row.owner_post,
            state_label=HangingState(row.state).label,
            tone=TONES.get(HangingState(row.state), Tone.AMBER),
            hung_at=row.hung_at,
            until=row.until,
            next_review_at=row.next_review_at if row.state == HangingState.HUNG else None,
            level=review_level(row.next_review_at, at=at),
            left_at=row.left_at,
        )
        for row in found
    )


def _cut(wanted: LedgerFilter, actor: Actor, at: datetime) -> QuerySet[Hanging]:
    if actor.role in NO_ORDERS:
        return Hanging.objects.none()
    mine = Q(centre_id=actor.centre_id) if actor.is_centre_wide else Q(unit_id=actor.unit_id or 0)
    if actor.is_centre_wide and actor.district_id is not None:
        # The unit's district is the order's: it leads to the index of a unit, where a district has few.
        mine &= Q(order__district_id=actor.district_id, unit__district_id=actor.district_id)
    found = Hanging.objects.filter(mine, state=wanted.state)
    if wanted.category:
        found = found.filter(category=wanted.category)
    if wanted.unit_id and actor.is_centre_wide:
        found = found.filter(unit_id=wanted.unit_id)
    return found.filter(next_review_at__lt=at) if wanted.is_late else found


def _day(moment: datetime | None) -> str:
    return day_in_shanghai(at=moment).isoformat() if moment else ""


def _place(row: Hanging, *, back: bool) -> Cursor | None:
    return Cursor(moment=row.next_review_at, id=row.pk, back=back) if row.next_review_at else None
