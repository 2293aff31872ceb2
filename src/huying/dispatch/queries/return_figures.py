"""How often units ask to return orders, how often wrongly, and how often they do not sign (拒不接单、反复退单)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, F, Q, QuerySet
from django.db.models.fields.tuple_lookups import Tuple, TupleGreaterThan

from huying.dispatch.choices import ReturnState
from huying.dispatch.queries.return_ledger import PAGE, requests_of
from huying.domain.actors import NO_ORDERS, Actor
from huying.domain.shirking import Instance, Shirk
from huying.organisation.queries.units import names_of
from huying.workorders.choices import Stage
from huying.workorders.models import Clock
from huying.workorders.queries.queue import Cursor

_KEPT = Q(found_unit=F("unit"))
_GONE = Q(state__in=[ReturnState.GRANTED, ReturnState.RULED]) & ~_KEPT


@dataclass(frozen=True, kw_only=True)
class UnitFigure:
    """One unit in a period: ``asked`` requests and how they ended; ``late`` orders not signed for in time.

    ``wrongful`` are those where the duty was found to be the unit's (无效退单); withdrawn ones are neither.
    """

    unit_name: str
    asked: int
    granted: int
    wrongful: int
    waiting: int
    late: int


@dataclass(frozen=True, kw_only=True)
class UnsignedRow:
    """An order that its unit has not signed for in time."""

    number: str
    title: str
    unit_name: str
    assigned_at: datetime
    due_at: datetime


@dataclass(frozen=True, kw_only=True)
class UnsignedPage:
    """Up to ``PAGE`` rows, and the place after them, ``None`` where there is nothing more."""

    rows: tuple[UnsignedRow, ...]
    next: Cursor | None


def return_figures(*, actor: Actor, since: datetime, until: datetime, at: datetime) -> tuple[UnitFigure, ...]:
    """Count by unit what the actor may know of, the most wrongful first.

    依据: S004 names 拒不接单 and 反复退单 for supervision and accountability (features B-19, B-20). 约定: a request
    counts in the period in which it was made, an order not signed for in that in which its limit of signing began.
    """
    asked = requests_of(actor=actor).filter(asked_at__gte=since, asked_at__lt=until)
    counted = asked.values("unit_id").annotate(
        asked=Count("unit"), granted=Count("unit", filter=_GONE), wrongful=Count("unit", filter=_KEPT)
    )
    rows: dict[int, Mapping[str, Any]] = {row["unit_id"]: row for row in counted}
    waiting = _by_unit(asked.filter(state=ReturnState.WAITING, lapsed_at=None, order__is_open=True))
    begun = _sign_clocks(actor).filter(void=False, started_at__gte=since, started_at__lt=until)
    late = _by_unit(begun.filter(Q(stopped_at__gt=F("due_at")) | Q(stopped_at=None, due_at__lt=at)))
    figures = [
        UnitFigure(
            unit_name=name,
            **{name: rows.get(unit, {}).get(name, 0) for name in ("asked", "granted", "wrongful")},
            waiting=waiting[unit],
            late=late[unit],
        )
        for unit, name in names_of(unit_ids={*rows, *late}).items()
    ]
    return tuple(sorted(figures, key=lambda row: (-row.wrongful, -row.late, -row.asked, row.unit_name)))


def returned_by_unit(*, actor: Actor, since: datetime, until: datetime) -> Counter[int]:
    """Count by unit the requests of the period after which the duty was found to be another's."""
    return _by_unit(requests_of(actor=actor).filter(asked_at__gte=since, asked_at__lt=until).filter(_GONE))


def shifted_by_return(*, actor: Actor, since: datetime, until: datetime) -> tuple[Instance, ...]:
    """Return the requests of the period by which a unit tried to shift an order off wrongly, or did so rightly."""
    found = requests_of(actor=actor).filter(asked_at__gte=since, asked_at__lt=until).filter(_KEPT | _GONE)
    return tuple(
        Instance(
            unit_id=row.unit_id,
            shirk=Shirk.WRONGFUL_RETURN if row.found_unit_id == row.unit_id else Shirk.REASSIGNED,
            number=row.order.number,
            title=row.order.title,
            at=row.asked_at,
        )
        for row in found.select_related("order").order_by("asked_at", "pk")
    )


def _by_unit(found: QuerySet[Any]) -> Counter[int]:
    return Counter(dict(found.values_list("unit_id").annotate(count=Count("*"))))


def _sign_clocks(actor: Actor) -> QuerySet[Clock]:
    """Return the limits of signing that the actor may know of: a unit's own, which was held to their orders.

    A unit belongs to one centre, so that the orders themselves are asked only for a district's leader.
    """
    if actor.role in NO_ORDERS:
        return Clock.objects.none()
    clocks = Clock.objects.filter(stage=Stage.SIGN)
    if not actor.is_centre_wide:
        return clocks.filter(unit_id=actor.unit_id or 0)
    clocks = clocks.filter(unit__centre_id=actor.centre_id)
    return clocks if actor.district_id is None else clocks.filter(order__district_id=actor.district_id)


def unsigned_orders(*, actor: Actor, after: Cursor | None, at: datetime) -> UnsignedPage:
    """Return the orders not signed for in time that the actor may see, the longest overdue first."""
    found = _sign_clocks(actor).filter(stopped_at=None, due_at__lt=at, order__is_open=True)
    if after:
        found = found.filter(TupleGreaterThan(Tuple(F("due_at"), F("pk")), (after.moment, after.id)))
    clocks = list(found.select_related("order").order_by("due_at", "pk")[: PAGE + 1])
    last = clocks[PAGE - 1] if len(clocks) > PAGE else None
    names = names_of(unit_ids={clock.unit_id for clock in clocks if clock.unit_id})
    rows = tuple(
        UnsignedRow(
            number=clock.order.number,
            title=clock.order.title,
            unit_name=names.get(clock.unit_id or 0, ""),
            assigned_at=clock.started_at,
            due_at=clock.due_at,
        )
        for clock in clocks[:PAGE]
    )
    return UnsignedPage(rows=rows, next=Cursor(moment=last.due_at, id=last.pk) if last else None)
