"""The one search box: an order's number, an outside number, a telephone, or words; newest orders first.

A word that stands in many orders is found soonest by walking them from the newest; a word that stands in
few, through the index of words. Nobody knows beforehand which it is, so the newest orders are walked first,
then the index is asked up to a number of hits, and only what overflows both is walked to the end.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.db import connection
from django.db.models import QuerySet

from huying.callers.queries import callers_by_phone
from huying.domain.actors import NO_ORDERS, SIDES, Actor, Side
from huying.workorders.models import Order
from huying.workorders.queries.dossier import id_of_number
from huying.workorders.queries.queue import COUNTED, OrderRow, columns, rows_of
from huying.workorders.queries.search_words import are_all_common, tsquery_of
from huying.workorders.queries.visible import rights_of, visible_orders

PAGE = 50
# A word in every eightieth order fills a page from the first so many; one in fewer has no more hits than
# the index is asked for at a million orders. Measured: 3 to 7 µs a row either way.
_WALKED_FIRST = 4000
_INDEX_HITS = 13000
_LONGEST_EXTERNAL = 64
_NEWEST = 2**63 - 1
_DIGITS = 18

# Whether an order's words match is asked row by row: as a join, the planner would be free to ask the index
# of words here, and does so for words it thinks rare.
_WALK = """
WITH newest AS MATERIALIZED (
    {ids} LIMIT {walked}
)
SELECT (SELECT count(*) FROM newest), ARRAY(
    SELECT id FROM newest
    WHERE (SELECT words @@ %s::tsquery FROM workorders_searchrow WHERE order_id = newest.id)
    LIMIT CASE WHEN (SELECT count(*) FROM newest) < {walked} THEN {counted} ELSE {page} END
)
"""
_WALK_ON = """
SELECT id FROM ({ids}) AS mine
WHERE (SELECT words @@ %s::tsquery FROM workorders_searchrow WHERE order_id = mine.id) LIMIT {page}
"""
_INDEX = """
WITH hit AS MATERIALIZED (
    SELECT order_id AS id FROM workorders_searchrow WHERE words @@ %s::tsquery LIMIT {hits}
)
SELECT (SELECT count(*) FROM hit), ARRAY(
    SELECT id FROM (SELECT id FROM hit WHERE id {beyond} %s ORDER BY id {order}) AS mine
    WHERE {check} LIMIT {counted}
)
"""


class How(StrEnum):
    """What the text was taken for."""

    NUMBER = "number"
    EXTERNAL = "external"
    PHONE = "phone"
    WORDS = "words"


HOW_LABELS: dict[How, str] = {
    How.NUMBER: "工单编号",
    How.EXTERNAL: "外部编号",
    How.PHONE: "来电号码",
    How.WORDS: "标题、内容和地点",
}


@dataclass(frozen=True, kw_only=True)
class Place:
    """A place in the list: older (or, going back, newer) than the order with this id."""

    id: int
    back: bool = False

    def __str__(self) -> str:
        return f"{'-' if self.back else ''}{self.id}"


def place_of(text: str) -> Place | None:
    """Read what ``str(place)`` wrote; ``None`` for anything else, which then means the first page."""
    digits = text.removeprefix("-")
    if not (digits.isascii() and digits.isdigit() and len(digits) <= _DIGITS):
        return None
    return Place(id=int(digits), back=text.startswith("-"))


@dataclass(frozen=True, kw_only=True)
class SearchPage:
    """Up to ``PAGE`` orders; ``total`` is counted to ``COUNTED``, ``None`` where that would take too long."""

    how: How
    rows: tuple[OrderRow, ...]
    total: int | None
    previous: Place | None
    next: Place | None


def search(*, text: str, place: Place | None = None, actor: Actor, at: datetime) -> SearchPage:
    """Return a page of what the actor may see and the text finds, newest first.

    An order's own number finds one order, else an outside number, else a telephone (for the hotline
    only), else every word of the text. Raises ``QueryTooShort``.
    """
    text = text.strip()
    for how, found in (
        (How.NUMBER, _by_number(text, actor)),
        (How.EXTERNAL, _by_external_number(text, actor)),
        (How.PHONE, _by_phone(text, actor)),
    ):
        if found and (ids := _window(found, place)):
            return _page(how, ids, len(ids), place, at)
    ids, total = _by_words(tsquery_of(text=text, actor=actor), place, actor)
    if place and (not ids or (place.back and len(ids) <= PAGE)):
        return search(text=text, actor=actor, at=at)
    return _page(How.WORDS, ids, total, place, at)


def _page(how: How, ids: list[int], total: int | None, place: Place | None, at: datetime) -> SearchPage:
    back = place is not None and place.back
    shown = sorted(ids, reverse=not back)[:PAGE]
    rows = rows_of(list(columns(Order.objects.filter(pk__in=shown)).order_by("-pk")), at=at)
    has_more = len(ids) > PAGE
    return SearchPage(
        how=how,
        rows=rows,
        total=total if place is None else None,
        previous=Place(id=rows[0].id, back=True) if rows and place and (has_more or not back) else None,
        next=Place(id=rows[-1].id) if rows and (has_more or back) else None,
    )


def _by_number(text: str, actor: Actor) -> QuerySet[Order] | None:
    order_id = id_of_number(text)
    if order_id is None:
        return None
    found = visible_orders(actor=actor).filter(pk=order_id)
    return found if any(order.number == text for order in found.only("day")) else None


def _by_external_number(text: str, actor: Actor) -> QuerySet[Order] | None:
    if not any(letter.isdigit() for letter in text) or len(text) > _LONGEST_EXTERNAL:
        return None
    return visible_orders(actor=actor).filter(external_no=text)


def _by_phone(text: str, actor: Actor) -> QuerySet[Order] | None:
    """约定: only the hotline finds orders by telephone; a unit could otherwise try out who has called."""
    if SIDES.get(actor.role) is not Side.MANAGE:
        return None
    callers = callers_by_phone(phone=text, actor=actor)
    return visible_orders(actor=actor).filter(caller_id__in=callers) if callers else None


def _window(found: QuerySet[Order], place: Place | None) -> list[int]:
    if place and place.back:
        found = found.filter(pk__gt=place.id).order_by("pk")
    else:
        found = (found.filter(pk__lt=place.id) if place else found).order_by("-pk")
    return list(found.values_list("pk", flat=True)[:COUNTED])


def _by_words(tsquery: str, place: Place | None, actor: Actor) -> tuple[list[int], int | None]:
    """Return the ids beyond ``place``, more than a page of them where there are more, and how many in all."""
    if actor.role in NO_ORDERS:
        return [], 0
    rights = rights_of(actor=actor)
    back = place is not None and place.back
    edge = place.id if place else _NEWEST
    order = {"beyond": ">" if back else "<", "order": "ASC" if back else "DESC"}
    way = {
        **order,
        "ids": rights.ids.format(**order),
        "check": rights.check.format(id="mine.id"),
        "walked": _WALKED_FIRST,
        "hits": _INDEX_HITS,
        "counted": COUNTED,
        "page": PAGE + 1,
    }
    with connection.cursor() as cursor:
        if are_all_common(tsquery, share=PAGE / _WALKED_FIRST):
            cursor.execute(_WALK.format(**way), [*rights.params, edge, tsquery])
            walked, ids = cursor.fetchone() or (0, [])
            if walked < _WALKED_FIRST:
                return ids, len(ids)
            if len(ids) > PAGE:
                return ids, None
        cursor.execute(_INDEX.format(**way), [tsquery, edge, *rights.params])
        hits, ids = cursor.fetchone() or (0, [])
        if hits < _INDEX_HITS:
            return ids, len(ids)
        cursor.execute(_WALK_ON.format(**way), [*rights.params, edge, tsquery])
        return [row[0] for row in cursor.fetchall()], None
