"""The supervision orders on an order, as its page shows them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from huying.coordination.queries.due import level_of
from huying.foundation.rows import Wanted, together
from huying.organisation.queries.people import person_names
from huying.organisation.queries.units import names_of
from huying.supervision.choices import Form, Outcome, Reason
from huying.supervision.models import SupervisionOrder, SupervisionRound
from huying.web.rows import Light
from huying.workorders.choices import TextKind
from huying.workorders.models import Order
from huying.workorders.queries.dossier import Dossier

_ISSUED = "issue_supervision"
_ISSUES = Wanted(model=SupervisionOrder, column="order_id", by=("event",))
_ROUNDS = Wanted(model=SupervisionRound, column="supervision_id", by=("id",), through=(SupervisionOrder, "order_id"))
_KINDS = (TextKind.SUPERVISION, TextKind.MEASURES, TextKind.REASON)
_LAPSED = "工单已经了结，督办随之终止。"


@dataclass(frozen=True, kw_only=True)
class RoundRow:
    """One answer: what was asked, what was said, what the check said of it; ``None`` and empty until then.

    ``level`` is the light of the unit's limit while it has not answered, and how it was kept afterwards.
    """

    number: int
    form_label: str
    asked_at: datetime
    words: str
    due_at: datetime
    level: Light
    answered_at: datetime | None
    person_name: str
    measures: str
    owner: str
    do_by: date | None
    checked_at: datetime | None
    is_accepted: bool
    verdict: str


@dataclass(frozen=True, kw_only=True)
class SupervisionRow:
    """A supervision order and its rounds. ``check_level`` is the light of the check that an answer waits for.

    ``end_label`` and ``end_words`` say how it ended, and why; empty while it is open.
    """

    unit_name: str
    reason_label: str
    form_label: str
    person_name: str
    issued_at: datetime
    rounds: tuple[RoundRow, ...]
    check_due_at: datetime | None
    check_level: Light | None
    closed_at: datetime | None
    end_label: str
    end_words: str


def panel(*, dossier: Dossier, at: datetime) -> tuple[SupervisionRow, ...]:
    """Return the supervision orders on an order that the actor may see, oldest first."""
    if dossier.order.open_roads is None or not any(event.action == _ISSUED for event in dossier.events):
        return ()
    issued, rounds = together(_ISSUES, _ROUNDS, value=dossier.order.pk)
    units = names_of(unit_ids={row.unit_id for row in issued})
    answered_by = {row.person_id for row in rounds if row.person_id}
    people = person_names(person_ids=answered_by | {row.person_id for row in issued})
    texts = {event: body for (_, event), body in dossier.bodies(*_KINDS).items()}
    return tuple(
        _row(
            row,
            [one for one in rounds if one.supervision_id == row.pk],
            units=units,
            people=people,
            texts=texts,
            order=dossier.order,
            at=at,
        )
        for row in issued
    )


def _row(
    row: SupervisionOrder,
    rounds: Sequence[SupervisionRound],
    *,
    units: Mapping[int, str],
    people: Mapping[int, str],
    texts: Mapping[int, str],
    order: Order,
    at: datetime,
) -> SupervisionRow:
    waits = row.answered_at is not None and row.closed_at is None
    is_withdrawn = row.outcome == Outcome.WITHDRAWN
    return SupervisionRow(
        unit_name=units[row.unit_id],
        reason_label=Reason(row.reason).label,
        form_label=Form(row.form).label,
        person_name=people[row.person_id],
        issued_at=row.issued_at,
        rounds=tuple(_round(one, people=people, texts=texts, order=order, at=at) for one in rounds),
        check_due_at=row.due_at if waits else None,
        check_level=level_of(
            order=order, started_at=row.answered_at or row.issued_at, due_at=row.due_at, ended_at=None, at=at
        )
        if waits
        else None,
        closed_at=row.closed_at,
        end_label=Outcome(row.outcome).label if row.outcome else "",
        end_words=texts.get(row.closed_event or 0, "") if is_withdrawn else _LAPSED * (row.outcome == Outcome.LAPSED),
    )


def _round(
    one: SupervisionRound, *, people: Mapping[int, str], texts: Mapping[int, str], order: Order, at: datetime
) -> RoundRow:
    return RoundRow(
        number=one.number,
        form_label=Form(one.form).label,
        asked_at=one.asked_at,
        words=texts.get(one.event, ""),
        due_at=one.due_at,
        level=level_of(order=order, started_at=one.asked_at, due_at=one.due_at, ended_at=one.answered_at, at=at),
        answered_at=one.answered_at,
        person_name=people.get(one.person_id or 0, ""),
        measures=texts.get(one.answered_event or 0, ""),
        owner=one.owner,
        do_by=one.do_by,
        checked_at=one.checked_at,
        is_accepted=bool(one.is_accepted),
        verdict=texts.get(one.checked_event or 0, ""),
    )
