"""What handling shows on the order's page, and what it starts a form from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from huying.domain.actors import Actor
from huying.domain.routing import Ground, PlaceLevel, is_pushed_down
from huying.organisation.choices import UnitKind
from huying.organisation.queries.people import person_names
from huying.organisation.queries.units import UnitRow, children_of, level_of, names_of
from huying.workorders.choices import (
    AnsweredBy,
    DemandFinding,
    FactFinding,
    Part,
    ResultKind,
    SiteCheck,
    Stage,
    TextKind,
    UnreachedReason,
    VisitMet,
    VisitPurpose,
)
from huying.workorders.models import Event
from huying.workorders.queries.dossier import Dossier, body_of


@dataclass(frozen=True, kw_only=True)
class ContactRow:
    """One attempt to speak with the caller; ``reason_label`` says why nobody was reached."""

    at: datetime
    round: int
    unit_name: str
    person_name: str
    reached: bool
    reason_label: str
    note: str
    proof: str


@dataclass(frozen=True, kw_only=True)
class VisitRow:
    """One visit; ``ground_label`` says why the demand is not reasonable, where somebody went to persuade."""

    visited_at: datetime
    round: int
    unit_name: str
    person_name: str
    purpose_label: str
    met_label: str
    ground_label: str
    note: str


@dataclass(frozen=True, kw_only=True)
class AssistRow:
    """An assisting unit; ``closed_at`` is when its part ended, ``None`` while it is awaited.

    ``report`` is empty while it is awaited, and for good where the part ended without one.
    """

    unit_name: str
    assigned_at: datetime
    due_at: datetime | None
    closed_at: datetime | None
    report: str


@dataclass(frozen=True, kw_only=True)
class ReplyRow:
    """A reply and what the reviewer said; ``passed`` is ``None`` before the review, or where there is none."""

    submitted_at: datetime
    round: int
    unit_name: str
    person_name: str
    fact_label: str
    demand_label: str
    result_label: str
    answered_label: str
    legal_basis: str
    words: str
    why_not_wait: str
    site_label: str
    site_checked_at: datetime | None
    proof: str
    passed: bool | None
    reviewed_at: datetime | None
    reviewer_name: str
    opinion: str


@dataclass(frozen=True, kw_only=True)
class Panel:
    """What handling shows on the order's page, oldest first."""

    contacts: tuple[ContactRow, ...]
    visits: tuple[VisitRow, ...]
    assists: tuple[AssistRow, ...]
    replies: tuple[ReplyRow, ...]


def units_below(*, actor: Actor) -> tuple[UnitRow, ...]:
    """Return the units that the actor's unit may pass an order down to."""
    if actor.unit_id is None:
        return ()
    below = children_of(unit_id=actor.unit_id, actor=actor)
    return tuple(unit for unit in below if unit.kind != UnitKind.HOTLINE)


def duty_is_above(*, order_id: int, unit: UnitRow) -> bool:
    """Say whether the duty list, when the order was dispatched, gave the matter to a unit above the streets."""
    sent = Event.objects.filter(order_id=order_id, action="assign_unit").order_by("seq").last()
    if sent is None or not sent.data.get("suggested"):
        return False
    named = level_of(unit_id=sent.data["suggested"])
    ground, chosen = Ground(sent.data["ground"]), PlaceLevel(unit.level)
    return is_pushed_down(ground=ground, named=PlaceLevel(named), chosen=chosen)


def panel(*, dossier: Dossier) -> Panel:
    """Return contacts, visits, assists and replies of an order that the actor may see.

    What units wrote is open to everyone who may see the order, a confidential one too: they never had the
    caller's own words.
    """
    return Panel(
        contacts=_contacts(dossier), visits=_visits(dossier), assists=_assists(dossier), replies=_replies(dossier)
    )


def sent_back(*, dossier: Dossier) -> dict[str, Any]:
    """Return the reply that a reviewer sent back in this round, by field, to be mended; empty if there is none."""
    reply = next((row for row in reversed(dossier.replies) if row.round == dossier.order.round), None)
    if reply is None or reply.passed is not False:
        return {}
    names = (
        *("fact_finding", "demand_finding", "result", "answered_by", "legal_basis"),
        *("site_check", "site_checked_at", "recording_no", "solved_second", "satisfied_second"),
    )
    said = dossier.bodies(TextKind.REPLY, TextKind.NOT_WAITING)
    words = {
        "words": said.get((TextKind.REPLY, reply.event), ""),
        "why_not_wait": said.get((TextKind.NOT_WAITING, reply.event), ""),
    }
    return {name: getattr(reply, name) for name in names} | words


def _contacts(dossier: Dossier) -> tuple[ContactRow, ...]:
    rows, notes = dossier.contacts, dossier.bodies(TextKind.CONTACT)
    units = names_of(unit_ids={row.unit_id for row in rows})
    people = person_names(person_ids={row.person_id for row in rows})
    return tuple(
        ContactRow(
            at=row.at,
            round=row.round,
            unit_name=units[row.unit_id],
            person_name=people[row.person_id],
            reached=row.reached,
            reason_label=UnreachedReason(row.unreached_reason).label if row.unreached_reason else "",
            note=notes.get((TextKind.CONTACT, row.event), ""),
            proof=_heard(row.recording_no, ("联系", row.contact_second)),
        )
        for row in rows
    )


def _visits(dossier: Dossier) -> tuple[VisitRow, ...]:
    rows = dossier.visits
    if not rows:
        return ()
    notes = dossier.bodies(TextKind.VISIT)
    units = names_of(unit_ids={row.unit_id for row in rows})
    people = person_names(person_ids={row.person_id for row in rows})
    return tuple(
        VisitRow(
            visited_at=row.visited_at,
            round=row.round,
            unit_name=units[row.unit_id],
            person_name=people[row.person_id],
            purpose_label=VisitPurpose(row.purpose).label,
            met_label=VisitMet(row.met).label,
            ground_label=DemandFinding(row.ground).label if row.ground else "",
            note=notes.get((TextKind.VISIT, row.event), ""),
        )
        for row in rows
    )


def _heard(recording_no: str, *seconds: tuple[str, int | None]) -> str:
    """Return where a recording proves what, such as 「录音 A12：联系 2:35」; empty where no recording is named."""
    if not recording_no:
        return ""
    places = [f"{word} {second // 60}:{second % 60:02}" for word, second in seconds if second is not None]
    return f"录音 {recording_no}" + (f"：{'，'.join(places)}" if places else "")


def _assists(dossier: Dossier) -> tuple[AssistRow, ...]:
    rows = [row for row in dossier.assignments if row.part == Part.ASSIST]
    if not rows:
        return ()
    units, reports = names_of(unit_ids={row.unit_id for row in rows}), dossier.bodies(TextKind.ASSIST)
    due = {clock.unit_id: clock.due_at for clock in dossier.clocks if clock.stage == Stage.ASSIST}
    said = {event.unit_id: event.seq for event in dossier.events if event.action == "report_assist"}
    return tuple(
        AssistRow(
            unit_name=units[row.unit_id],
            assigned_at=row.assigned_at,
            due_at=due.get(row.unit_id),
            closed_at=row.closed_at,
            report=reports.get((TextKind.ASSIST, said.get(row.unit_id, 0)), ""),
        )
        for row in rows
    )


def _replies(dossier: Dossier) -> tuple[ReplyRow, ...]:
    rows, words = dossier.replies, dossier.bodies(TextKind.REPLY, TextKind.NOT_WAITING)
    opinions: dict[datetime | None, str] = {
        text.written_at: body_of(text) for text in dossier.texts if text.kind == TextKind.REVIEW
    }
    units = names_of(unit_ids={row.unit_id for row in rows})
    people = person_names(person_ids={one for row in rows for one in (row.person_id, row.reviewed_by_id) if one})
    return tuple(
        ReplyRow(
            submitted_at=row.submitted_at,
            round=row.round,
            unit_name=units[row.unit_id],
            person_name=people[row.person_id],
            fact_label=FactFinding(row.fact_finding).label,
            demand_label=DemandFinding(row.demand_finding).label,
            result_label=ResultKind(row.result).label,
            answered_label=AnsweredBy(row.answered_by).label,
            legal_basis=row.legal_basis,
            words=words.get((TextKind.REPLY, row.event), ""),
            why_not_wait=words.get((TextKind.NOT_WAITING, row.event), ""),
            site_label=SiteCheck(row.site_check).label if row.site_check else "",
            site_checked_at=row.site_checked_at,
            proof=_heard(row.recording_no, ("解决", row.solved_second), ("满意", row.satisfied_second)),
            passed=row.passed,
            reviewed_at=row.reviewed_at,
            reviewer_name=people.get(row.reviewed_by_id or 0, ""),
            opinion=opinions.get(row.reviewed_at, ""),
        )
        for row in rows
    )
