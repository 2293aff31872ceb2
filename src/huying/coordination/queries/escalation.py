"""Questions to superiors and leaders' instructions, as an order's page shows them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from huying.coordination.choices.escalation import EscalationOutcome
from huying.coordination.models import Escalation, Instruction
from huying.coordination.queries.due import level_of
from huying.coordination.queries.ladder import level_text
from huying.foundation.rows import Wanted, together
from huying.organisation.queries.people import person_names
from huying.organisation.queries.units import names_of
from huying.web.rows import Light
from huying.workorders.choices import TextKind
from huying.workorders.queries.dossier import Dossier

_OPENED = {"escalate", "instruct"}
_OF_ORDER = tuple(Wanted(model=model, column="order_id", by=("event",)) for model in (Escalation, Instruction))


@dataclass(frozen=True, kw_only=True)
class QuestionRow:
    """A question at one level; ``answered_at`` is ``None`` while it waits. ``owner`` carries the decision out.

    ``is_lapsed``: the order ended before the answer.
    """

    level_label: str
    from_name: str
    to_name: str
    question: str
    asked_at: datetime
    due_at: datetime
    level: Light
    answered_at: datetime | None
    is_lapsed: bool
    is_raised: bool
    person_name: str
    answer: str
    owner: str
    do_by: datetime | None


@dataclass(frozen=True, kw_only=True)
class InstructionRow:
    """A leader's instruction; ``reported_at`` is ``None`` while the unit has not reported, ``is_lapsed`` as above."""

    person_name: str
    given_at: datetime
    words: str
    owner: str
    due_at: datetime
    level: Light
    reported_at: datetime | None
    is_lapsed: bool
    report: str


@dataclass(frozen=True, kw_only=True)
class Panel:
    """What of both stands on an order's page, oldest first."""

    questions: tuple[QuestionRow, ...] = ()
    instructions: tuple[InstructionRow, ...] = ()


def panel(*, dossier: Dossier, at: datetime) -> Panel:
    """Return the questions and instructions on an order that the actor may see."""
    if dossier.order.open_roads is None or not any(event.action in _OPENED for event in dossier.events):
        return Panel()
    is_over = not dossier.order.is_open
    asked, given = together(*_OF_ORDER, value=dossier.order.pk)
    units = names_of(unit_ids={unit for row in asked for unit in (row.from_unit_id, row.to_unit_id)})
    answered_by = {row.person_id for row in asked if row.person_id}
    people = person_names(person_ids=answered_by | {row.person_id for row in given})
    kinds = (TextKind.ESCALATION, TextKind.REASON, TextKind.INSTRUCTION, TextKind.PROGRESS)
    texts = {event: body for (_, event), body in dossier.bodies(*kinds).items()}
    questions = tuple(
        QuestionRow(
            level_label=level_text(level=row.level, rung=row.rung, version_id=dossier.order.policy_version_id),
            from_name=units[row.from_unit_id],
            to_name=units[row.to_unit_id],
            question=texts.get(row.event, ""),
            asked_at=row.asked_at,
            due_at=row.due_at,
            level=level_of(
                order=dossier.order, started_at=row.asked_at, due_at=row.due_at, ended_at=row.answered_at, at=at
            ),
            answered_at=row.answered_at,
            is_lapsed=row.answered_at is None and (is_over or row.lapsed_at is not None),
            is_raised=row.outcome == EscalationOutcome.RAISED,
            person_name=people.get(row.person_id or 0, ""),
            answer=texts.get(row.answered_event or 0, ""),
            owner=row.owner,
            do_by=row.do_by,
        )
        for row in asked
    )
    instructions = tuple(
        InstructionRow(
            person_name=people[row.person_id],
            given_at=row.given_at,
            words=texts.get(row.event, ""),
            owner=row.owner,
            due_at=row.due_at,
            level=level_of(
                order=dossier.order, started_at=row.given_at, due_at=row.due_at, ended_at=row.reported_at, at=at
            ),
            reported_at=row.reported_at,
            is_lapsed=row.reported_at is None and (is_over or row.lapsed_at is not None),
            report=texts.get(row.reported_event or 0, ""),
        )
        for row in given
    )
    return Panel(questions=questions, instructions=instructions)
