"""双考核: how each unit answered calls, and how both sides of a whistle rate each other (条例 art 33)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import F, Q

from huying.coordination.models import WhistleCall
from huying.coordination.queries.whistle_ratings import HELD_TO_COME
from huying.domain.actors import NO_ORDERS, Actor
from huying.domain.shirking import Instance, Shirk
from huying.organisation.queries.units import names_of

_COUNTED = HELD_TO_COME | Q(closed_at=None, whistle__order__is_open=True)
_MISSED = Q(answer_event=None, arrive_by__lt=F("closed_at"))
# The calls are looked up whistle by whistle (OFFSET 0): a month's, however many years there are.
# A unit whose whistle ended before it had to be there was let off (whistle_ratings.HELD_TO_COME).
_FIGURES = """
WITH blown AS MATERIALIZED (
    SELECT id, unit_id, ended_at, order_id FROM coordination_whistle
     WHERE centre_id = %(centre)s AND blown_at >= %(since)s AND blown_at < %(until)s
       AND (%(district)s::bigint IS NULL OR district_id = %(district)s)
), answer AS MATERIALIZED (
    SELECT one.unit_id, blown.unit_id AS blower_id, arrive_by, arrived_at, refused_at, unit_score, blower_score,
           answer_event IS NULL AND arrive_by < coalesce(closed_at, %(at)s) AS missed,
           answer_event IS NOT NULL OR closed_at > arrive_by
           OR (closed_at IS NULL AND lapsed_at IS NULL
               AND (SELECT is_open FROM workorders_order WHERE id = blown.order_id)) AS counts
      FROM blown, LATERAL (
        SELECT * FROM coordination_whistlecall WHERE whistle_id = blown.id OFFSET 0
      ) AS one
     WHERE %(unit)s::bigint IS NULL OR blown.unit_id = %(unit)s OR one.unit_id = %(unit)s
), called AS (
    SELECT unit_id, count(*) AS called, count(*) FILTER (WHERE arrived_at <= arrive_by) AS on_time,
           count(*) FILTER (WHERE arrived_at > arrive_by) AS late, count(refused_at) AS refused,
           count(*) FILTER (WHERE missed) AS no_show, round(avg(unit_score), 1)::float8 AS score
      FROM answer WHERE counts GROUP BY unit_id
), blower AS (
    SELECT unit_id, count(*) AS blown, count(ended_at) AS ended FROM blown GROUP BY unit_id
), rated AS (
    SELECT blower_id AS unit_id, round(avg(blower_score), 1)::float8 AS blower_score FROM answer GROUP BY blower_id
)
SELECT unit_id, coalesce(called, 0) AS called, coalesce(on_time, 0) AS on_time, coalesce(late, 0) AS late,
       coalesce(refused, 0) AS refused, coalesce(no_show, 0) AS no_show, score,
       coalesce(blown, 0) AS blown, coalesce(ended, 0) AS ended, blower_score
  FROM called FULL JOIN blower USING (unit_id) LEFT JOIN rated USING (unit_id)
 WHERE %(unit)s::bigint IS NULL OR unit_id = %(unit)s
"""


@dataclass(frozen=True, kw_only=True)
class UnitFigures:
    """A unit in a period: how it answered calls, and what it blew.

    ``called`` is the sum of the four counts after it and of those still under way. ``score`` is the mean of the ratings
    it got as a called unit, ``blower_score`` as a blower, to one decimal; ``None`` without any.
    """

    unit_id: int
    unit_name: str
    called: int = 0
    on_time: int = 0
    late: int = 0
    refused: int = 0
    no_show: int = 0
    score: float | None = None
    blown: int = 0
    ended: int = 0
    blower_score: float | None = None


def unit_figures(*, since: datetime, until: datetime, actor: Actor, at: datetime) -> tuple[UnitFigures, ...]:
    """Return the figures of the units with whistles blown in the period; a unit gets its own alone.

    A unit that was let off (the whistle ended, or its order was withdrawn, before it came) is not counted as called.
    """
    if actor.role in NO_ORDERS:
        return ()
    given: dict[str, Any] = {
        "centre": actor.centre_id,
        "since": since,
        "until": until,
        "at": at,
        "district": None,
        "unit": None,
    }
    if not actor.is_centre_wide:
        given["unit"] = actor.unit_id or 0
    elif actor.district_id is not None:
        given["district"] = actor.district_id
    with connection.cursor() as asked:
        asked.execute(_FIGURES, given)
        columns = [column.name for column in asked.description or ()]
        found = [dict(zip(columns, values, strict=True)) for values in asked.fetchall()]
    names = names_of(unit_ids={row["unit_id"] for row in found})
    rows = [UnitFigures(unit_name=names[row["unit_id"]], **row) for row in found]
    return tuple(sorted(rows, key=lambda row: (-row.called, -row.blown, row.unit_id)))


def missed_calls(*, since: datetime, until: datetime, actor: Actor, at: datetime) -> tuple[Instance, ...]:
    """Return the calls of the period that a unit refused, or did not come to."""
    if actor.role in NO_ORDERS:
        return ()
    calls = WhistleCall.objects.filter(_COUNTED, whistle__centre_id=actor.centre_id)
    calls = calls.filter(whistle__blown_at__gte=since, whistle__blown_at__lt=until)
    if not actor.is_centre_wide:
        calls = calls.filter(unit_id=actor.unit_id or 0)
    elif actor.district_id is not None:
        calls = calls.filter(whistle__district_id=actor.district_id)
    overdue = Q(answer_event=None, closed_at=None, arrive_by__lt=at)
    missed = calls.filter(Q(refused_at__isnull=False) | _MISSED | overdue).select_related("whistle__order")
    return tuple(
        Instance(
            unit_id=call.unit_id,
            shirk=Shirk.REFUSED_CALL if call.refused_at else Shirk.NO_SHOW,
            number=call.whistle.order.number,
            title=call.whistle.order.title,
            at=call.refused_at or call.arrive_by,
        )
        for call in missed.order_by("arrive_by", "pk")
    )
