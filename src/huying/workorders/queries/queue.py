"""The queue: open orders, those due first in front, or ended ones, the latest in front; a page at a time.

What waits for acceptance, dispatch or its unit shows what goes first (优先办理) above all, each part by due time.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import DurationField, F, Max, Q, QuerySet
from django.db.models.fields.tuple_lookups import Tuple, TupleGreaterThan, TupleLessThan

from huying.catalogue.queries.matters import matter
from huying.domain.actors import NO_ORDERS, Actor
from huying.domain.roads import ROAD_LABELS, Road
from huying.domain.states import FINAL, STATE_LABELS, State
from huying.domain.transitions import WITH_UNIT
from huying.foundation import memory
from huying.organisation.queries.units import names_of
from huying.web.rows import Light, Tone
from huying.workorders.choices import OrderKind, Part, Urgency
from huying.workorders.models import Assignment, Order
from huying.workorders.models.order import GOES_LATER, LAST_FIRST
from huying.workorders.queries.tags import tag_labels
from huying.workorders.queries.visible import rights_of, visible_orders

PAGE = 30
COUNTED = 1000
"""A count goes no further: pages write 999+."""

_BEYOND_ALL = 2**63 - 1
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_CURSOR = re.compile(r"(-?)([0-9]{1,17})\.([0-9]{1,18})(?:\.([01]))?")
# A reply stops the clock of handling: nothing runs until the follow-up is opened.
_NOTHING_RUNS = State.REPLIED
_WORKED_DOWN = {State.AWAITING_ACCEPTANCE, State.AWAITING_DISPATCH}
_TONES: dict[State, Tone] = {
    State.AWAITING_DISPATCH: Tone.AMBER,
    State.AWAITING_REVIEW: Tone.AMBER,
    State.REWORK: Tone.RED,
    State.REPLIED: Tone.GREEN,
    State.CLOSED: Tone.GREEN,
    State.WITHDRAWN: Tone.GREY,
}


class Scope(StrEnum):
    """Whose orders a queue holds, as one indexed column each; held are those that wait for the unit to handle them."""

    OPEN_TO_ME = "open_to_me"
    HELD = "held"
    ACCOUNTABLE = "accountable"
    ASSIST = "assist"
    COPIED = "copied"


@dataclass(frozen=True, kw_only=True)
class QueueFilter:
    """What a queue is cut to; ``None`` and empty mean any. ``unit_id`` is the accountable unit.

    ``is_over`` asks for ended orders instead of open ones; of those there is no light. ``is_urgent`` asks for what has
    the first two levels (急事急办).
    """

    scope: Scope
    is_over: bool = False
    state: State | None = None
    light: Light | None = None
    urgency: int | None = None
    is_urgent: bool = False
    kind: str = ""
    channel: str = ""
    matter_top: str = ""
    difficulty: str = ""
    unit_id: int | None = None

    @property
    def shows_urgent_first(self) -> bool:
        """Say whether 紧急 and 时效 stand above the others, however late those are.

        依据: features B-25 (提级响应、优先办理), C-32. 约定: in the lists that somebody works from top to bottom.
        """
        waits = self.scope is Scope.OPEN_TO_ME and self.state in _WORKED_DOWN
        return not self.is_over and (waits or self.scope is Scope.HELD)


@dataclass(frozen=True, kw_only=True)
class Cursor:
    """A place between two rows: below (or, going back, above) the row of this moment with this id.

    The moment is what the list is ordered by: due, or for ended orders the end. ``is_lower`` tells, of a list that
    shows urgent orders first, in which of its two parts the row stands.
    """

    moment: datetime
    id: int
    back: bool = False
    is_lower: bool | None = None

    def __str__(self) -> str:
        part = "" if self.is_lower is None else f".{int(self.is_lower)}"
        return f"{'-' if self.back else ''}{(self.moment - _EPOCH) // _MICROSECOND}.{self.id}{part}"


def cursor_of(text: str) -> Cursor | None:
    """Read what ``str(cursor)`` wrote; ``None`` for anything else, which then means the first page."""
    if not (found := _CURSOR.fullmatch(text)):
        return None
    moment = _EPOCH + int(found[2]) * _MICROSECOND
    is_lower = found[4] == "1" if found[4] else None
    return Cursor(moment=moment, id=int(found[3]), back=bool(found[1]), is_lower=is_lower)


@dataclass(frozen=True, kw_only=True)
class OrderRow:
    """An order as lists show it; nothing of the caller. ``due_at`` is ``None`` where no limit runs."""

    id: int
    number: str
    title: str
    state: State
    state_label: str
    tone: Tone
    kind_label: str
    urgency_label: str
    is_emergency: bool
    is_urgent: bool
    matter_name: str
    accountable_name: str
    holder_name: str
    round: int
    is_confidential: bool
    urges: int
    roads: tuple[str, ...]
    registered_at: datetime
    due_at: datetime | None
    level: Light
    difficulty_labels: tuple[str, ...]

    @property
    def note(self) -> str:
        """Return what stands small beside the number: kind, matter and what is out of the ordinary."""
        unusual = (
            self.urgency_label if self.is_urgent else "",
            "保密" if self.is_confidential else "",
            f"第 {self.round} 轮" if self.round > 1 else "",
            f"催办 {self.urges}" if self.urges else "",
            *self.roads,
            *self.difficulty_labels,
        )
        return " · ".join(word for word in (self.kind_label, self.matter_name, *unusual) if word)


@dataclass(frozen=True, kw_only=True)
class QueuePage:
    """Up to ``PAGE`` rows and the places before and after them, ``None`` where there is nothing more."""

    rows: tuple[OrderRow, ...]
    previous: Cursor | None
    next: Cursor | None


def queue_page(*, wanted: QueueFilter, cursor: Cursor | None = None, actor: Actor, at: datetime) -> QueuePage:
    """Return one page of a queue; two queries: the rows, and the names of their units."""
    queue = _queue(wanted, actor, at)
    found = list(_window(queue, cursor, wanted)[: PAGE + 1])
    if cursor and (not found or (cursor.back and len(found) <= PAGE)):
        return queue_page(wanted=wanted, actor=actor, at=at)
    if cursor and cursor.back:
        found = found[:PAGE][::-1]
        is_first, is_last = False, False
    else:
        is_first, is_last = cursor is None, len(found) <= PAGE
        found = found[:PAGE]
    rows = rows_of(found, at=at)
    return QueuePage(
        rows=rows,
        previous=None if is_first else _place(found[0], wanted, back=True),
        next=None if is_last else _place(found[-1], wanted, back=False),
    )


def queue_after(*, wanted: QueueFilter, cursor: Cursor | None, actor: Actor, at: datetime) -> QueuePage:
    """Return the page below ``cursor``, empty where nothing is left: whoever follows ``next`` comes to an end."""
    found = list(_window(_queue(wanted, actor, at), cursor, wanted)[: PAGE + 1])
    is_last = len(found) <= PAGE
    rows = rows_of(found[:PAGE], at=at)
    return QueuePage(rows=rows, previous=None, next=None if is_last else _place(found[PAGE - 1], wanted, back=False))


def queue_counts(*, lists: Sequence[QueueFilter], actor: Actor, at: datetime) -> tuple[int, ...]:
    """Count each queue up to ``COUNTED``; all in one round-trip."""
    counts: list[str] = []
    params: list[Any] = []
    for wanted in lists:
        try:
            text, values = _queue(wanted, actor, at).values("pk")[:COUNTED].query.sql_with_params()
        except EmptyResultSet:
            counts.append("0")
        else:
            counts.append(f"(SELECT count(*) FROM ({text}) AS counted)")  # noqa: S608  Django's own words
            params.extend(values)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(counts)}", params)
        return tuple(cursor.fetchone() or ())


def newest_orders(*, cursor: Cursor | None, actor: Actor, at: datetime) -> QueuePage:
    """Return the page below ``cursor`` of all orders that the actor may see, open and ended, the newest in front."""
    if actor.role in NO_ORDERS:
        return QueuePage(rows=(), previous=None, next=None)
    rights = rights_of(actor=actor)
    with connection.cursor() as asked:
        ids = f"{rights.ids.format(beyond='<', order='DESC')} LIMIT {PAGE + 1}"
        asked.execute(ids, [*rights.params, cursor.id if cursor else _BEYOND_ALL])
        keys = [key for (key,) in asked.fetchall()]
    found = list(columns(Order.objects.filter(pk__in=keys)).order_by("-pk"))
    last = found[PAGE - 1] if len(found) > PAGE else None
    place = Cursor(moment=last.registered_at, id=last.pk) if last else None
    return QueuePage(rows=rows_of(found[:PAGE], at=at), previous=None, next=place)


def columns(orders: QuerySet[Order]) -> QuerySet[Order]:
    """Read only what a list shows."""
    return orders.only(
        "day", "title", "state", "kind", "urgency", "matter_id", "accountable_unit_id", "holder_unit_id",
        "round", "is_confidential", "registered_at", "state_since", "due_at", "nearly_at", "urges",
        "open_roads", "difficulties", "policy_version_id",
    )  # fmt: skip


def rows_of(orders: list[Order], *, at: datetime) -> tuple[OrderRow, ...]:
    """Return orders, read by ``columns``, as frozen rows; names of units and matters are mostly in memory."""
    units = {unit for order in orders for unit in (order.accountable_unit_id, order.holder_unit_id) if unit}
    names = names_of(unit_ids=units) if units else {}
    return tuple(_row(order, names, at) for order in orders)


def _row(order: Order, names: dict[int, str], at: datetime) -> OrderRow:
    state = State(order.state)
    of = matter(matter_id=order.matter_id) if order.matter_id else None
    is_running = state not in FINAL and state is not _NOTHING_RUNS
    return OrderRow(
        id=order.pk,
        number=order.number,
        title=order.title,
        state=state,
        state_label=STATE_LABELS[state],
        tone=_TONES.get(state, Tone.BLUE),
        kind_label=OrderKind(order.kind).label,
        urgency_label=Urgency(order.urgency).label,
        is_emergency=order.urgency == Urgency.EMERGENCY,
        is_urgent=order.urgency <= LAST_FIRST,
        matter_name=of.name if of else "",
        accountable_name=names.get(order.accountable_unit_id or 0, ""),
        holder_name=names.get(order.holder_unit_id or 0, ""),
        round=order.round,
        is_confidential=order.is_confidential,
        urges=order.urges,
        roads=tuple(ROAD_LABELS[Road(road)] for road in order.open_roads or ()),
        registered_at=order.registered_at,
        due_at=order.due_at if is_running else None,
        level=light_at(due_at=order.due_at, nearly_at=order.nearly_at, at=at) if is_running else Light.NORMAL,
        difficulty_labels=tag_labels(codes=order.difficulties, version_id=order.policy_version_id),
    )


def light_at(*, due_at: datetime | None, nearly_at: datetime | None, at: datetime) -> Light:
    """Return the light of what the order shows as due; red only after the due moment, as ``alerts.light``."""
    if due_at is not None and at > due_at:
        return Light.OVER
    return Light.NEAR if nearly_at is not None and at >= nearly_at else Light.NORMAL


def _queue(wanted: QueueFilter, actor: Actor, at: datetime) -> QuerySet[Order]:
    orders = _scope(wanted.scope, actor).filter(is_open=not wanted.is_over)
    exact = {
        "state": wanted.state,
        "urgency": wanted.urgency,
        "kind": wanted.kind,
        "channel": wanted.channel,
        "matter_top": wanted.matter_top,
        "accountable_unit_id": wanted.unit_id,
    }
    orders = orders.filter(**{name: value for name, value in exact.items() if value})
    if wanted.state == State.AWAITING_DISPATCH:  # what was merged into another waits for it, not for a dispatcher
        orders = orders.filter(Q(open_roads=None) | ~Q(open_roads__contains=[Road.MERGED]))
    if wanted.is_urgent and wanted.shows_urgent_first:  # the upper part of the index ends there
        orders = orders.alias(later=GOES_LATER).filter(later=0)
    elif wanted.is_urgent:
        orders = orders.filter(urgency__lte=LAST_FIRST)
    if wanted.difficulty:
        orders = orders.filter(difficulties__isnull=False, difficulties__contains=[wanted.difficulty])
    if wanted.light is not None:
        orders = orders.filter(_lit(wanted.light, actor.centre_id, at)).exclude(state=_NOTHING_RUNS)
    return orders


def _scope(scope: Scope, actor: Actor) -> QuerySet[Order]:
    """Return the orders of a scope; none where it is not the actor's. A unit belongs to one centre."""
    if scope is Scope.OPEN_TO_ME:
        return visible_orders(actor=actor) if actor.is_centre_wide else Order.objects.none()
    if actor.role in NO_ORDERS or actor.unit_id is None:
        return Order.objects.none()
    if scope is Scope.ASSIST:
        mine = Assignment.objects.filter(unit_id=actor.unit_id, part=Part.ASSIST, closed_at=None)
        return Order.objects.filter(pk__in=mine.values("order_id"))
    if scope is Scope.COPIED:
        mine = Assignment.objects.filter(unit_id=actor.unit_id, part=Part.COPY)
        # Copies go to the district of the lead: its index is walked by what is due.
        return Order.objects.filter(district_id=actor.unit_id, pk__in=mine.values("order_id"))
    if scope is Scope.ACCOUNTABLE:
        return Order.objects.filter(accountable_unit_id=actor.unit_id)
    # What was answered waits for the reviewer, the follow-up or the caller, each of whom has a list of their own.
    return Order.objects.filter(holder_unit_id=actor.unit_id, state__in=sorted(WITH_UNIT))


def _lit(light: Light, centre_id: int, at: datetime) -> Q:
    match light:
        case Light.OVER:
            return Q(due_at__lt=at)
        case Light.NEAR:
            return Q(due_at__gte=at, due_at__lte=at + _longest_warning(centre_id=centre_id), nearly_at__lte=at)
        case _:
            return Q(due_at__gte=at, nearly_at__gt=at)


@memory.kept_a_minute
def _longest_warning(*, centre_id: int) -> timedelta:
    """Return how long before its due moment any open order is called nearly due: the search ends there."""
    warning = Max(F("due_at") - F("nearly_at"), output_field=DurationField())
    longest = Order.objects.filter(centre_id=centre_id, is_open=True).aggregate(longest=warning)["longest"]
    return longest or timedelta()


def _window(queue: QuerySet[Order], cursor: Cursor | None, wanted: QueueFilter) -> QuerySet[Order]:
    """Return the rows from a place on, in the list's order; going back, in the opposite order."""
    by = (F("state_since" if wanted.is_over else "due_at"), F("pk"))
    ordered = (GOES_LATER, *by) if wanted.shows_urgent_first else by
    falls = wanted.is_over != (cursor is not None and cursor.back)
    queue = columns(queue).order_by(*(one.desc() if falls else one.asc() for one in ordered))
    if cursor is None:
        return queue
    place = (cursor.moment, cursor.id)
    beyond = TupleLessThan if falls else TupleGreaterThan
    # A place of the version before names no part: most orders are in the lower one.
    part = (int(cursor.is_lower is not False),) if wanted.shows_urgent_first else ()
    return queue.filter(beyond(Tuple(*ordered), (*part, *place)))


def _place(order: Order, wanted: QueueFilter, *, back: bool) -> Cursor | None:
    moment = order.state_since if wanted.is_over else order.due_at
    is_lower = order.urgency > LAST_FIRST if wanted.shows_urgent_first else None
    return Cursor(moment=moment, id=order.pk, back=back, is_lower=is_lower) if moment else None
