"""Requests to return orders as lists show them: what waits for the arbiter, what was settled."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, QuerySet
from django.db.models.fields.tuple_lookups import Tuple, TupleGreaterThan

from huying.dispatch.choices import ReturnReason, ReturnState
from huying.dispatch.models import ReturnRequest
from huying.domain.actors import NO_ORDERS, Actor, Role
from huying.organisation.queries.units import names_of
from huying.web.rows import Light
from huying.workorders.queries.queue import Cursor

PAGE = 30
READERS = frozenset(
    {Role.ARBITER, Role.DISPATCHER, Role.LEADER, Role.SUPERVISOR, Role.EVALUATOR, Role.CLERK, Role.REVIEWER}
)
"""Those who decide, send, watch and lead; and the units, of which each sees its own."""
_COLUMNS = (
    "unit_id", "proposed_unit_id", "found_unit_id", "reason", "state", "asked_at", "due_at", "settled_at",
    "order__day", "order__title",
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class LedgerRow:
    """A request; ``is_wrongful`` once it was found that the duty was the unit's after all (无效退单)."""

    id: int
    number: str
    title: str
    unit_name: str
    reason_label: str
    proposed_name: str
    found_name: str
    state_label: str
    is_wrongful: bool
    asked_at: datetime
    due_at: datetime
    level: Light
    settled_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class LedgerPage:
    """Up to ``PAGE`` rows, and the place after them, ``None`` where there is nothing more."""

    rows: tuple[LedgerRow, ...]
    next: Cursor | None


def requests_of(*, actor: Actor) -> QuerySet[ReturnRequest]:
    """Return the requests that the actor may know of: the centre's, a district leader's district's, a unit's own."""
    if actor.role in NO_ORDERS:
        return ReturnRequest.objects.none()
    if not actor.is_centre_wide:  # a unit belongs to one centre
        return ReturnRequest.objects.filter(unit_id=actor.unit_id or 0)
    found = ReturnRequest.objects.filter(centre_id=actor.centre_id)
    return found if actor.district_id is None else found.filter(district_id=actor.district_id)


def waiting_returns(*, actor: Actor, after: Cursor | None, at: datetime) -> LedgerPage:
    """Return what waits for the arbiter, what is due first in front. An order's end ends its request."""
    found = _listed(requests_of(actor=actor).filter(state=ReturnState.WAITING, lapsed_at=None, order__is_open=True))
    if after:
        found = found.filter(TupleGreaterThan(Tuple(F("due_at"), F("pk")), (after.moment, after.id)))
    rows = list(found.order_by("due_at", "pk")[: PAGE + 1])
    last = rows[PAGE - 1] if len(rows) > PAGE else None
    return LedgerPage(rows=_rows(rows[:PAGE], at=at), next=Cursor(moment=last.due_at, id=last.pk) if last else None)


def settled_returns(*, actor: Actor, before: int | None, at: datetime, limit: int) -> tuple[LedgerRow, ...]:
    """Return so many ended requests below an id, the newest first."""
    found = _listed(requests_of(actor=actor).exclude(state=ReturnState.WAITING))
    if before:
        found = found.filter(pk__lt=before)
    return _rows(list(found.order_by("-pk")[:limit]), at=at)


def _listed(found: QuerySet[ReturnRequest]) -> QuerySet[ReturnRequest]:
    return found.select_related("order").only(*_COLUMNS)


def _rows(found: list[ReturnRequest], *, at: datetime) -> tuple[LedgerRow, ...]:
    units = {unit for row in found for unit in (row.unit_id, row.proposed_unit_id, row.found_unit_id) if unit}
    names = names_of(unit_ids=units) if units else {}
    return tuple(
        LedgerRow(
            id=row.pk,
            number=row.order.number,
            title=row.order.title,
            unit_name=names[row.unit_id],
            reason_label=ReturnReason(row.reason).label,
            proposed_name=names.get(row.proposed_unit_id or 0, ""),
            found_name=names.get(row.found_unit_id or 0, ""),
            state_label=ReturnState(row.state).label,
            is_wrongful=row.found_unit_id == row.unit_id,
            asked_at=row.asked_at,
            due_at=row.due_at,
            level=Light.OVER if at > row.due_at else Light.NORMAL,
            settled_at=row.settled_at,
        )
        for row in found
    )
