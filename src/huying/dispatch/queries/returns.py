"""The returns of one order: what the rule asks, and what its page shows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from huying.dispatch.choices import RULINGS, ReturnReason, ReturnState
from huying.dispatch.models import ReturnRequest
from huying.domain.policies import Urgency
from huying.domain.returns import ReturnStanding, may_be_granted, may_be_returned, return_until
from huying.domain.roads import LAPSED
from huying.organisation.queries.people import person_names
from huying.organisation.queries.units import names_of
from huying.policy.queries import policy_of
from huying.workorders.choices import Part, TextKind
from huying.workorders.models import Assignment, Event, Order
from huying.workorders.queries.dossier import Dossier

# The action of coordination that ends a conference, as the history names it.
_CONFERRED = "settle_conference"


@dataclass(frozen=True, kw_only=True)
class ReturnRow:
    """A request to return the order; ``ruling`` and what stands below it are empty while it waits.

    ``lapsed_at`` is when the order ended before anybody decided. ``found_name`` is whose duty the ruling says it is,
    empty where that was left open.
    """

    unit_name: str
    person_name: str
    asked_at: datetime
    due_at: datetime
    reason_label: str
    proposed_name: str
    evidence: str
    state: str
    state_label: str
    lapsed_at: datetime | None
    settled_at: datetime | None
    settled_by: str
    ruling: str
    found_name: str


@dataclass(frozen=True, kw_only=True)
class ReturnPanel:
    """The requests of an order, oldest first. ``returned``: how often a unit lost it so; ``is_ruled``: 禁止退回.

    ``until`` is the end of the present lead's window, ``None`` where no unit is held to the order; ``may_request`` says
    whether it may ask now, ``not_granted`` why a grant is impossible as things stand (empty: it is possible).
    ``found_unit_id`` is whose duty the last ruling said it is, for who assigns the order now.
    """

    rows: tuple[ReturnRow, ...]
    returned: int
    is_ruled: bool
    until: datetime | None
    may_request: bool
    not_granted: str
    found_unit_id: int | None


def standing_of(*, order: Order) -> ReturnStanding:
    """Return what the rule asks about the returns of an order that a unit is held to."""
    lead = Assignment.objects.get(order=order, part=Part.LEAD, closed_at=None)
    events = Event.objects.filter(order=order, action=_CONFERRED).values_list("seq", flat=True)
    return _standing(order, lead.assigned_at, _requests(order), events)


def has_waiting_return(*, order_id: int) -> bool:
    """Say whether a request to return an order is neither decided nor lapsed."""
    return ReturnRequest.objects.filter(order_id=order_id, state=ReturnState.WAITING, lapsed_at=None).exists()


def return_panel(*, dossier: Dossier, at: datetime) -> ReturnPanel:
    """Return the returns of an order that the actor may see; one read, none of an order that never left the main road.

    What units and the arbiter write of whose duty it is, is open to everyone who may see the order.
    """
    rows = _requests(dossier.order)
    standing, until = _standing_in(dossier, rows), None
    policy = policy_of(version_id=dossier.order.policy_version_id)
    if standing:
        until = return_until(assigned_at=standing.assigned_at, urgency=standing.urgency, policy=policy)
    return ReturnPanel(
        rows=_rows(dossier, rows) if rows else (),
        returned=sum(row.state in RULINGS and row.found_unit_id != row.unit_id for row in rows),
        is_ruled=any(row.state == ReturnState.RULED for row in rows),
        until=until,
        may_request=standing is not None and may_be_returned(standing=standing, policy=policy, at=at) is None,
        not_granted=str((standing and may_be_granted(standing=standing, policy=policy)) or ""),
        found_unit_id=rows[-1].found_unit_id if rows and rows[-1].state == ReturnState.GRANTED else None,
    )


def _standing_in(dossier: Dossier, rows: list[ReturnRequest]) -> ReturnStanding | None:
    lead = next((row for row in dossier.assignments if row.part == Part.LEAD and row.closed_at is None), None)
    if lead is None:
        return None
    conferences = (event.seq for event in dossier.events if event.action == _CONFERRED)
    return _standing(dossier.order, lead.assigned_at, rows, conferences)


def _rows(dossier: Dossier, rows: list[ReturnRequest]) -> tuple[ReturnRow, ...]:
    units = {unit for row in rows for unit in (row.unit_id, row.proposed_unit_id, row.found_unit_id) if unit}
    names, people = names_of(unit_ids=units), person_names(person_ids=_people(rows))
    said = {event: body for (_, event), body in dossier.bodies(TextKind.RETURN, TextKind.RULING).items()}
    return tuple(
        ReturnRow(
            unit_name=names[row.unit_id],
            person_name=people[row.person_id],
            asked_at=row.asked_at,
            due_at=row.due_at,
            reason_label=ReturnReason(row.reason).label,
            proposed_name=names.get(row.proposed_unit_id or 0, ""),
            evidence=said.get(row.event, ""),
            state=row.state,
            state_label=LAPSED if row.lapsed_at else ReturnState(row.state).label,
            lapsed_at=row.lapsed_at,
            settled_at=row.settled_at,
            settled_by=people.get(row.settled_by_id or 0, ""),
            ruling=said.get(row.settled_event or 0, ""),
            found_name=names.get(row.found_unit_id or 0, ""),
        )
        for row in rows
    )


def _requests(order: Order) -> list[ReturnRequest]:
    """Return the requests, oldest first; nothing is read of an order that never left the main road."""
    return list(ReturnRequest.objects.filter(order=order).order_by("pk")) if order.open_roads is not None else []


def _people(rows: Iterable[ReturnRequest]) -> set[int]:
    return {person for row in rows for person in (row.person_id, row.settled_by_id) if person}


def _standing(
    order: Order, assigned_at: datetime, rows: list[ReturnRequest], conferences: Iterable[int]
) -> ReturnStanding:
    granted = [row.settled_event or 0 for row in rows if row.state == ReturnState.GRANTED]
    return ReturnStanding(
        assigned_at=assigned_at,
        urgency=Urgency(order.urgency),
        round=order.round,
        granted=len(granted),
        is_refused=any(row.state == ReturnState.REFUSED and row.asked_at >= assigned_at for row in rows),
        is_ruled=any(row.state == ReturnState.RULED for row in rows),
        is_conferred=any(seq > max(granted, default=0) for seq in conferences),
    )
