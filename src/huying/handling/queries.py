"""Reads of handling."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from huying.domain.actors import Actor
from huying.domain.guards import OrderFacts
from huying.organisation.choices import UnitKind
from huying.organisation.queries.units import UnitRow, children_of
from huying.workorders.choices import (
    AnsweredBy,
    DemandFinding,
    FactFinding,
    Part,
    ResultKind,
    Stage,
    TextKind,
    UnreachedReason,
)
from huying.workorders.models import Assignment, Clock, Contact, Event, Reply, Text

_ERASED = "（已依法删除）"
# Bodies by kind, and by the event or the moment that wrote them.
Texts = dict[tuple[str, int | datetime | None], str]


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


@dataclass(frozen=True, kw_only=True)
class AssistRow:
    """An assisting unit; ``closed_at`` is when it reported, ``None`` while it is awaited."""

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
    passed: bool | None
    reviewed_at: datetime | None
    reviewer_name: str
    opinion: str


@dataclass(frozen=True, kw_only=True)
class Panel:
    """What handling shows on the order's page, oldest first."""

    contacts: tuple[ContactRow, ...]
    assists: tuple[AssistRow, ...]
    replies: tuple[ReplyRow, ...]


def units_below(*, actor: Actor) -> tuple[UnitRow, ...]:
    """Return the units that the actor's unit may pass an order down to."""
    if actor.unit_id is None:
        return ()
    below = children_of(unit_id=actor.unit_id, actor=actor)
    return tuple(unit for unit in below if unit.kind != UnitKind.HOTLINE)


def panel(*, order: OrderFacts, actor: Actor) -> Panel:  # noqa: ARG001  every panel takes the actor
    """Return contacts, assists and replies of an order that the actor may see.

    What units wrote is open to everyone who may see the order, a confidential one too: they never had the
    caller's own words.
    """
    kinds = [TextKind.CONTACT, TextKind.ASSIST, TextKind.REPLY, TextKind.REVIEW]
    texts: Texts = {}
    for text in Text.objects.filter(order_id=order.id, kind__in=kinds):
        body = _ERASED if text.erased_at else text.body
        texts[text.kind, text.event] = texts[text.kind, text.written_at] = body
    return Panel(contacts=_contacts(order, texts), assists=_assists(order, texts), replies=_replies(order, texts))


def sent_back(*, order: OrderFacts) -> dict[str, str]:
    """Return the reply that a reviewer sent back in this round, by field, to be mended; empty if there is none."""
    reply = Reply.objects.filter(order_id=order.id, round=order.round).order_by("event").last()
    if reply is None or reply.passed is not False:
        return {}
    text = Text.objects.filter(order_id=order.id, kind=TextKind.REPLY, event=reply.event).first()
    names = ("fact_finding", "demand_finding", "result", "answered_by", "legal_basis")
    return {name: getattr(reply, name) for name in names} | {"words": text.body if text else ""}


def _contacts(order: OrderFacts, texts: Texts) -> tuple[ContactRow, ...]:
    rows = Contact.objects.filter(order_id=order.id).select_related("unit", "person").order_by("event")
    return tuple(
        ContactRow(
            at=row.at,
            round=row.round,
            unit_name=row.unit.name,
            person_name=row.person.display_name,
            reached=row.reached,
            reason_label=UnreachedReason(row.unreached_reason).label if row.unreached_reason else "",
            note=texts.get((TextKind.CONTACT, row.event), ""),
        )
        for row in rows
    )


def _assists(order: OrderFacts, texts: Texts) -> tuple[AssistRow, ...]:
    rows = Assignment.objects.filter(order_id=order.id, part=Part.ASSIST).select_related("unit").order_by("id")
    due = dict(
        Clock.objects.filter(order_id=order.id, stage=Stage.ASSIST).order_by("id").values_list("unit_id", "due_at")
    )
    said = dict(
        Event.objects.filter(order_id=order.id, action="report_assist").order_by("seq").values_list("unit_id", "seq")
    )
    return tuple(
        AssistRow(
            unit_name=row.unit.name,
            assigned_at=row.assigned_at,
            due_at=due.get(row.unit_id),
            closed_at=row.closed_at,
            report=texts.get((TextKind.ASSIST, said.get(row.unit_id)), ""),
        )
        for row in rows
    )


def _replies(order: OrderFacts, texts: Texts) -> tuple[ReplyRow, ...]:
    rows = Reply.objects.filter(order_id=order.id).select_related("unit", "person", "reviewed_by").order_by("event")
    return tuple(
        ReplyRow(
            submitted_at=row.submitted_at,
            round=row.round,
            unit_name=row.unit.name,
            person_name=row.person.display_name,
            fact_label=FactFinding(row.fact_finding).label,
            demand_label=DemandFinding(row.demand_finding).label,
            result_label=ResultKind(row.result).label,
            answered_label=AnsweredBy(row.answered_by).label,
            legal_basis=row.legal_basis,
            words=texts.get((TextKind.REPLY, row.event), ""),
            passed=row.passed,
            reviewed_at=row.reviewed_at,
            reviewer_name=row.reviewed_by.display_name if row.reviewed_by else "",
            opinion=texts.get((TextKind.REVIEW, row.reviewed_at), ""),
        )
        for row in rows
    )
