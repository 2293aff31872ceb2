"""What each unit was given to lead in a month, and how it took it up: read from the leads that began there.

依据: 北京市接诉即办工作条例 art 14 (首接负责制), features C-28 (首问负责、限时办理), Q-10 (减轻基层负担).
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection

from huying.workorders.models.order import LAST_FIRST

_BEGUN = """
WITH begun AS MATERIALIZED (
    SELECT id, unit_id, order_id FROM workorders_assignment
     WHERE part = 'lead' AND assigned_at >= %(since)s AND assigned_at < %(until)s AND unit_id = ANY(%(units)s)
)
"""
_GIVEN = """
SELECT given.unit_id, count(*), count(*) FILTER (WHERE one.urgency <= %(last_first)s)
  FROM (SELECT DISTINCT unit_id, order_id FROM begun) AS given JOIN workorders_order AS one ON one.id = given.order_id
 GROUP BY given.unit_id
"""
_OPEN = """
SELECT accountable_unit_id, count(*) FROM workorders_order
 WHERE is_open AND accountable_unit_id = ANY(%(units)s) GROUP BY accountable_unit_id
"""
# Each order is looked up by its own index: a month's, however many years there are.
_FIRST = """
SELECT unit_id, count(*), count(*) FILTER (WHERE NOT EXISTS (
         SELECT FROM workorders_assignment AS other
          WHERE other.order_id = begun.order_id AND part = 'lead' AND other.id > begun.id
            AND other.unit_id <> begun.unit_id))
  FROM begun
 WHERE NOT EXISTS (
         SELECT FROM workorders_assignment AS other
          WHERE other.order_id = begun.order_id AND part = 'lead' AND other.id < begun.id)
 GROUP BY unit_id
"""
_KEPT = """
SELECT given.unit_id, stage, count(*) FILTER (WHERE stopped_at <= due_at), count(*),
       percentile_cont(0.5) WITHIN GROUP (ORDER BY stopped_at - started_at)
  FROM (SELECT DISTINCT unit_id, order_id FROM begun) AS given, LATERAL (
         SELECT stage, started_at, due_at, stopped_at FROM workorders_clock
          WHERE order_id = given.order_id AND unit_id = given.unit_id AND NOT void
            AND stage IN ('sign', 'contact', 'handle') AND (stopped_at IS NOT NULL OR due_at < %(at)s)
         OFFSET 0) AS clock
 GROUP BY given.unit_id, stage
"""


@dataclass(frozen=True, kw_only=True)
class Given:
    """The orders of a month that a unit was to lead; ``urgent`` of them are 紧急 or 时效."""

    orders: int = 0
    urgent: int = 0


@dataclass(frozen=True, kw_only=True)
class Limits:
    """The limits of one stage that ended or ran out, those kept, and the middle of how long it took."""

    kept: int = 0
    all: int = 0
    median: timedelta | None = None

    @property
    def percent(self) -> float | None:
        """Return the share that was kept, ``None`` where none ended."""
        return 100 * self.kept / self.all if self.all else None


@dataclass(frozen=True, kw_only=True)
class Taken:
    """How a unit took up what it was given in a month.

    ``first`` orders were sent to it before any other unit, ``kept`` of them no other has led since.
    """

    first: int = 0
    kept: int = 0
    sign: Limits = Limits()
    contact: Limits = Limits()
    handle: Limits = Limits()


def given_by_unit(*, unit_ids: Collection[int], since: datetime, until: datetime) -> dict[int, Given]:
    """Count the orders that units were to lead, by the period in which they got them."""
    found = _of_begun(_GIVEN, units=sorted(unit_ids), since=since, until=until, last_first=LAST_FIRST)
    return {unit: Given(orders=orders, urgent=urgent) for unit, orders, urgent in found}


def open_by_unit(*, unit_ids: Collection[int]) -> dict[int, int]:
    """Count the open orders that units answer for now."""
    return dict(_asked(_OPEN, units=sorted(unit_ids)))


def taken_by_unit(*, unit_ids: Collection[int], since: datetime, until: datetime, at: datetime) -> dict[int, Taken]:
    """Return how units took up what they got in the period, up to ``at``; two queries."""
    given = {"units": sorted(unit_ids), "since": since, "until": until}
    limits: dict[int, dict[str, Limits]] = {}
    for unit, stage, kept, of, median in _of_begun(_KEPT, **given, at=at):
        limits.setdefault(unit, {})[stage] = Limits(kept=kept, all=of, median=median)
    first = {unit: (count, kept) for unit, count, kept in _of_begun(_FIRST, **given)}
    found = {}
    for unit in {*first, *limits}:
        (count, kept), of_stage = first.get(unit, (0, 0)), limits.get(unit, {})
        sign, contact, handle = (of_stage.get(stage, Limits()) for stage in ("sign", "contact", "handle"))
        found[unit] = Taken(first=count, kept=kept, sign=sign, contact=contact, handle=handle)
    return found


def _asked(text: str, **given: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(text, given)
        return list(cursor.fetchall())


def _of_begun(text: str, **given: Any) -> list[tuple[Any, ...]]:
    """Ask of the leads that began in a period."""
    return _asked(f"{_BEGUN}{text}", **given)
