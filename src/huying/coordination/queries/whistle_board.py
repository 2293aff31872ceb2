"""监哨: the open whistles, those due first in front, and how each called unit stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from django.db import connection
from django.db.models import F, QuerySet
from django.db.models.fields.tuple_lookups import Tuple, TupleGreaterThan

from huying.coordination.models import Whistle, WhistleCall
from huying.coordination.queries.whistle import RUNNING, TONES
from huying.domain.actors import NO_ORDERS, Actor
from huying.domain.alerts import light
from huying.domain.whistles import CALL_LABELS, call_state
from huying.organisation.queries.units import names_of
from huying.policy.queries import policy_of
from huying.web.rows import Light, Tone
from huying.workorders.queries.queue import Cursor

PAGE = 30
_FRONT = Cursor(moment=datetime(1970, 1, 1, tzinfo=UTC), id=0)
# Three walks in the order of the list, each as short as a page; the third is of calls of the version before.
_OF_UNIT = """
WITH blown AS (
    SELECT id, due_at FROM coordination_whistle AS whistle
     WHERE unit_id = %(unit)s AND ended_at IS NULL AND lapsed_at IS NULL AND (due_at, id) > (%(moment)s, %(id)s)
       AND (SELECT is_open FROM workorders_order WHERE id = whistle.order_id)
     ORDER BY due_at, id LIMIT %(most)s
), called AS (
    SELECT whistle_id, due_at FROM coordination_whistlecall AS one
     WHERE unit_id = %(unit)s AND closed_at IS NULL AND lapsed_at IS NULL
       AND (due_at, whistle_id) > (%(moment)s, %(id)s)
       AND (SELECT is_open FROM workorders_order WHERE id =
               (SELECT order_id FROM coordination_whistle WHERE id = one.whistle_id))
     ORDER BY due_at, whistle_id LIMIT %(most)s
), undated AS (
    SELECT whistle.id, whistle.due_at FROM coordination_whistlecall AS one
      JOIN coordination_whistle AS whistle ON whistle.id = one.whistle_id
     WHERE one.unit_id = %(unit)s AND one.closed_at IS NULL AND one.lapsed_at IS NULL AND one.due_at IS NULL
       AND (whistle.due_at, whistle.id) > (%(moment)s, %(id)s)
)
SELECT id FROM (SELECT * FROM blown UNION SELECT * FROM called UNION SELECT * FROM undated) AS due
 ORDER BY due_at, id LIMIT %(most)s
"""


@dataclass(frozen=True, kw_only=True)
class CalledUnit:
    """A called unit on the board."""

    unit_name: str
    state_label: str
    tone: Tone
    arrive_by: datetime


@dataclass(frozen=True, kw_only=True)
class BoardRow:
    """An open whistle; ``is_check_missed`` when the mid-term check should have been held and was not."""

    number: str
    title: str
    unit_name: str
    blown_at: datetime
    due_at: datetime
    level: Light
    called: tuple[CalledUnit, ...]
    tasks: int
    tasks_done: int
    checked_at: datetime | None
    check_due_at: datetime
    is_check_missed: bool


@dataclass(frozen=True, kw_only=True)
class BoardPage:
    """Up to ``PAGE`` rows, and the place after them."""

    rows: tuple[BoardRow, ...]
    next: Cursor | None


def open_whistles(*, cursor: Cursor | None, actor: Actor, at: datetime) -> BoardPage:
    """Return a page of the open whistles that the actor may see: a unit's own and those it is called to."""
    found = _scope(actor, cursor).filter(ended_at=None, lapsed_at=None, order__is_open=True).order_by("due_at", "pk")
    if cursor:
        found = found.filter(TupleGreaterThan(Tuple(F("due_at"), F("pk")), (cursor.moment, cursor.id)))
    whistles = list(found.select_related("order").prefetch_related("calls", "tasks")[: PAGE + 1])
    is_last, whistles = len(whistles) <= PAGE, whistles[:PAGE]
    units = {call.unit_id for whistle in whistles for call in whistle.calls.all()}
    names = names_of(unit_ids=units | {whistle.unit_id for whistle in whistles})
    return BoardPage(
        rows=tuple(_row(whistle, names, at) for whistle in whistles),
        next=None if is_last else Cursor(moment=whistles[-1].due_at, id=whistles[-1].pk),
    )


def _scope(actor: Actor, cursor: Cursor | None) -> QuerySet[Whistle]:
    if actor.role in NO_ORDERS:
        return Whistle.objects.none()
    if actor.is_centre_wide:
        if actor.district_id is not None:
            return Whistle.objects.filter(district_id=actor.district_id)
        return Whistle.objects.filter(centre_id=actor.centre_id)
    return Whistle.objects.filter(pk__in=_first_of_unit(actor.unit_id or 0, cursor))


def _first_of_unit(unit_id: int, cursor: Cursor | None) -> list[int]:
    """Return the ids of a page and one more of what a unit blew or is called to, those due first in front.

    A bureau is called to thousands: only the first of them, by due time, are looked up among the orders.
    """
    after = cursor or _FRONT
    with connection.cursor() as asked:
        asked.execute(_OF_UNIT, {"unit": unit_id, "moment": after.moment, "id": after.id, "most": PAGE + 1})
        return [pk for (pk,) in asked.fetchall()]


def _row(whistle: Whistle, names: dict[int, str], at: datetime) -> BoardRow:
    order, tasks = whistle.order, list(whistle.tasks.all())
    policy = policy_of(version_id=order.policy_version_id)
    return BoardRow(
        number=order.number,
        title=order.title,
        unit_name=names[whistle.unit_id],
        blown_at=whistle.blown_at,
        due_at=whistle.due_at,
        level=RUNNING[light(started_at=whistle.blown_at, due_at=whistle.due_at, at=at, policy=policy)],
        called=tuple(_called(call, names, at) for call in whistle.calls.all()),
        tasks=len(tasks),
        tasks_done=sum(task.done_at is not None for task in tasks),
        checked_at=whistle.checked_at,
        check_due_at=whistle.check_due_at,
        is_check_missed=(whistle.checked_at or at) > whistle.check_due_at,
    )


def _called(call: WhistleCall, names: dict[int, str], at: datetime) -> CalledUnit:
    state = call_state(
        arrive_by=call.arrive_by, arrived_at=call.arrived_at, refused_at=call.refused_at, closed_at=None, at=at
    )
    return CalledUnit(
        unit_name=names[call.unit_id], state_label=CALL_LABELS[state], tone=TONES[state], arrive_by=call.arrive_by
    )
