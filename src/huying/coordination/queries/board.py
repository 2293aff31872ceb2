"""The board of questions to superiors and leaders' instructions: what waits, what was answered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.db.models import Q, QuerySet

from huying.coordination.choices.escalation import AskedLevel, EscalationOutcome
from huying.coordination.models import Escalation, Instruction
from huying.coordination.queries.due import level_of
from huying.coordination.queries.ladder import level_text
from huying.coordination.queries.ledger import sheet_of
from huying.domain.actors import Actor, Role
from huying.organisation.queries.people import person_names
from huying.organisation.queries.units import names_of
from huying.web.rows import Light
from huying.workorders.queries.queue import Cursor

BOARD = frozenset({Role.LEADER, Role.SUPERVISOR, Role.EVALUATOR, Role.CLERK, Role.REVIEWER})
"""Who reads the board."""
_COUNTED = 1000


class Tab(StrEnum):
    """A list of the board."""

    ASKED = "asked"
    ANSWERED = "answered"
    GIVEN = "given"
    REPORTED = "reported"


@dataclass(frozen=True, kw_only=True)
class BoardRow:
    """A question or an instruction: whose turn it is (``by_name``), who carries it out, and until when."""

    number: str
    title: str
    what: str
    by_name: str
    unit_name: str
    owner: str
    at: datetime
    due_at: datetime
    level: Light


@dataclass(frozen=True, kw_only=True)
class BoardPage:
    """A page of one list of the board."""

    rows: tuple[BoardRow, ...]
    previous: Cursor | None
    next: Cursor | None


def board(*, tab: Tab, cursor: Cursor | None, actor: Actor, at: datetime) -> BoardPage:
    """Return a page of what waits, due first in front, or of what is over, the latest in front.

    A leader gets the questions put to them and the own instructions, a unit what it asked, is asked and has to
    report on, those who watch all of the centre.
    """
    if tab in {Tab.ASKED, Tab.ANSWERED}:
        return _questions(actor, cursor, is_over=tab is Tab.ANSWERED, at=at)
    return _instructions(actor, cursor, is_over=tab is Tab.REPORTED, at=at)


def waiting_counts(*, actor: Actor) -> dict[Tab, int]:
    """Count the questions and the instructions that wait, up to a thousand."""
    return {
        Tab.ASKED: _asked(actor, is_over=False).values("pk")[:_COUNTED].count(),
        Tab.GIVEN: _given(actor, is_over=False).values("pk")[:_COUNTED].count(),
    }


def _asked(actor: Actor, *, is_over: bool) -> QuerySet[Escalation]:
    found = Escalation.objects.filter(centre_id=actor.centre_id, answered_at__isnull=not is_over)
    if not is_over:
        found = found.filter(lapsed_at=None, order__is_open=True)
    if actor.role is Role.LEADER:
        return found if actor.district_id is None else found.filter(to_unit_id=actor.district_id)
    if not actor.is_centre_wide:
        unit_id = actor.unit_id or 0
        # What is asked of a government is for its leader.
        to_us = Q(to_unit_id=unit_id) if unit_id != actor.district_id else Q()
        return found.filter(Q(from_unit_id=unit_id) | to_us)
    return found


def _given(actor: Actor, *, is_over: bool) -> QuerySet[Instruction]:
    found = Instruction.objects.filter(reported_at__isnull=not is_over)
    if not is_over:
        found = found.filter(lapsed_at=None, order__is_open=True)
    if actor.role is Role.LEADER:  # a person belongs to one centre
        return found.filter(person_id=actor.person_id or 0)
    found = found.filter(centre_id=actor.centre_id)
    return found if actor.is_centre_wide else found.filter(order__accountable_unit_id=actor.unit_id or 0)


def _questions(actor: Actor, cursor: Cursor | None, *, is_over: bool, at: datetime) -> BoardPage:
    found = _asked(actor, is_over=is_over).select_related("order")
    sheet = sheet_of(found, by="answered_at" if is_over else "due_at", falls=is_over, cursor=cursor)
    names = names_of(unit_ids={unit for row in sheet.rows for unit in (row.from_unit_id, row.to_unit_id)})
    rows = tuple(
        BoardRow(
            number=row.order.number,
            title=row.order.title,
            what=EscalationOutcome(row.outcome).label if row.outcome else f"提请{_level(row)}研究",
            by_name=_level(row) if row.level == AskedLevel.CITY else names[row.to_unit_id],
            unit_name=names[row.from_unit_id],
            owner=row.owner,
            at=row.answered_at or row.asked_at,
            due_at=row.due_at,
            level=level_of(
                order=row.order, started_at=row.asked_at, due_at=row.due_at, ended_at=row.answered_at, at=at
            ),
        )
        for row in sheet.rows
    )
    return BoardPage(rows=rows, previous=sheet.previous, next=sheet.next)


def _level(row: Escalation) -> str:
    return level_text(level=row.level, rung=row.rung, version_id=row.order.policy_version_id)


def _instructions(actor: Actor, cursor: Cursor | None, *, is_over: bool, at: datetime) -> BoardPage:
    found = _given(actor, is_over=is_over).select_related("order")
    sheet = sheet_of(found, by="reported_at" if is_over else "due_at", falls=is_over, cursor=cursor)
    people = person_names(person_ids={row.person_id for row in sheet.rows})
    names = names_of(unit_ids={row.order.accountable_unit_id for row in sheet.rows if row.order.accountable_unit_id})
    rows = tuple(
        BoardRow(
            number=row.order.number,
            title=row.order.title,
            what="已报告落实" if is_over else "等待报告落实",
            by_name=people[row.person_id],
            unit_name=names.get(row.order.accountable_unit_id or 0, ""),
            owner=row.owner,
            at=row.reported_at or row.given_at,
            due_at=row.due_at,
            level=level_of(
                order=row.order, started_at=row.given_at, due_at=row.due_at, ended_at=row.reported_at, at=at
            ),
        )
        for row in sheet.rows
    )
    return BoardPage(rows=rows, previous=sheet.previous, next=sheet.next)
