"""Extensions of handling limits: what may be asked for, what was asked, what waits for whom."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from huying.domain import deadlines
from huying.domain.actors import Actor, Role
from huying.domain.errors import NotAllowed
from huying.domain.limits import Limit
from huying.domain.limits import LimitUnit as DomainUnit
from huying.domain.roads import LAPSED
from huying.handling.choices import ExtensionReason, RequestState
from huying.handling.models import Extension
from huying.handling.queries.decisions import DecisionRow, decisions_of, those_asked
from huying.organisation.queries.people import person_names
from huying.organisation.queries.units import names_of
from huying.policy.queries import calendar_of, policy_of
from huying.web.rows import Light, Tone
from huying.workorders.choices import OrderKind, Stage, TextKind
from huying.workorders.models import Clock, Order
from huying.workorders.queries.dossier import Dossier, dossier_for
from huying.workorders.queries.queue import light_at

_TONES = {RequestState.GRANTED: Tone.GREEN, RequestState.REFUSED: Tone.RED, RequestState.WITHDRAWN: Tone.GREY}
_WAITS_FOR = {Role.REVIEWER: RequestState.AT_UNIT, Role.ARBITER: RequestState.AT_CENTRE}
_WAITING = (RequestState.AT_UNIT, RequestState.AT_CENTRE)
_ASKED = "request_extension"


@dataclass(frozen=True, kw_only=True)
class Terms:
    """What an order's limit may be put off by: at most ``longest``, to ``latest``; ``left`` more times."""

    due_at: datetime
    longest: Limit
    latest: datetime
    left: int


def limit_of(*, order: Order) -> deadlines.Clock:
    """Return the handling limit that runs, with the extensions that this round was granted.

    Raises ``ClockStopped``, when none runs.
    """
    clock = Clock.objects.filter(order=order, stage=Stage.HANDLE, stopped_at=None).first()
    if clock is None:
        raise deadlines.ClockStopped
    granted = Extension.objects.filter(order=order, round=order.round, state=RequestState.GRANTED).count()
    return deadlines.Clock(
        rule_code=clock.rule_code, started_at=clock.started_at, due_at=clock.due_at, extended=granted
    )


def waiting_extension(*, order: Order) -> Extension:
    """Return the application that waits for a decision; the lifecycle has seen that there is one."""
    return Extension.objects.get(order=order, state__in=_WAITING)


def due_if_granted(*, order: Order) -> datetime | None:
    """Return the limit that granting what waits would give; ``None`` where nothing waits, which ``move`` refuses."""
    asked = Extension.objects.filter(order=order, state__in=_WAITING).first()
    if asked is None:
        return None
    limit = replace(limit_of(order=order), asked=length_of(asked))
    calendar = calendar_of(centre_id=order.centre_id)
    return deadlines.decide_extension(clock=limit, is_granted=True, calendar=calendar).due_at


def length_of(asked: Extension) -> Limit:
    """Return how long an application asks for."""
    return Limit(amount=asked.amount, unit=DomainUnit(asked.measure))


def terms_of(*, order_id: int, actor: Actor, at: datetime) -> Terms:
    """Return what may be asked for an order that the actor may see.

    Raises:
        OrderNotFound, or what ``domain.deadlines.apply_for_extension`` has against any application at all.

    """
    order = dossier_for(order_id=order_id, actor=actor).order
    policy, calendar = policy_of(version_id=order.policy_version_id), calendar_of(centre_id=order.centre_id)
    limit = limit_of(order=order)
    deadlines.apply_for_extension(
        clock=limit, by=Limit(amount=1, unit=policy.extension_max.unit), at=at, policy=policy, calendar=calendar
    )
    return Terms(
        due_at=limit.due_at,
        longest=policy.extension_max,
        latest=deadlines.extend(due_at=limit.due_at, by=policy.extension_max, calendar=calendar),
        left=policy.extension_times - limit.extended,
    )


@dataclass(frozen=True, kw_only=True)
class ExtensionRow:
    """One application on the order's page; ``due_after`` is ``None`` unless it was granted."""

    asked_at: datetime
    unit_name: str
    person_name: str
    reason_label: str
    length: str
    words: str
    state_label: str
    tone: Tone
    due_before: datetime
    due_after: datetime | None
    decisions: tuple[DecisionRow, ...]


def extensions_of(*, dossier: Dossier) -> tuple[ExtensionRow, ...]:
    """Return the applications of an order that the actor may see, oldest first; no read where there was none."""
    if not any(event.action == _ASKED for event in dossier.events):
        return ()
    rows = list(Extension.objects.filter(order=dossier.order).order_by("event"))
    units = names_of(unit_ids={row.unit_id for row in rows})
    people = person_names(person_ids={one for row in rows for one in those_asked(row)})
    words = dossier.bodies(TextKind.EXTENSION, TextKind.REVIEW, TextKind.RULING)
    return tuple(
        ExtensionRow(
            asked_at=row.asked_at,
            unit_name=units[row.unit_id],
            person_name=people[row.asked_by_id],
            reason_label=ExtensionReason(row.reason).label,
            length=length_of(row).text,
            words=words.get((TextKind.EXTENSION, row.event), ""),
            state_label=LAPSED if row.lapsed_at else RequestState(row.state).label,
            tone=Tone.GREY if row.lapsed_at else _TONES.get(RequestState(row.state), Tone.AMBER),
            due_before=row.due_before,
            due_after=row.due_after,
            decisions=decisions_of(row, people=people, words=words),
        )
        for row in rows
    )


@dataclass(frozen=True, kw_only=True)
class WaitingRow:
    """An application that waits for the actor; ``level`` is the light of the order's own limit."""

    id: int
    number: str
    title: str
    kind_label: str
    unit_name: str
    reason_label: str
    length: str
    asked_at: datetime
    due_at: datetime
    level: Light


def waiting_extensions(
    *, actor: Actor, at: datetime, after: int | None = None, limit: int = 30
) -> tuple[WaitingRow, ...]:
    """Return what waits for the actor's decision above id ``after``, oldest first; raises ``NotAllowed``.

    A unit's reviewer sees what colleagues asked for, the hotline's arbiter what units' reviewers agreed to.
    """
    if actor.role not in _WAITS_FOR:
        raise NotAllowed
    mine = {"unit_id": actor.unit_id} if actor.role is Role.REVIEWER else {"centre_id": actor.centre_id}
    open_ones = {"state": _WAITS_FOR[actor.role], "lapsed_at": None, "order__is_open": True}
    found = Extension.objects.filter(**mine, **open_ones, pk__gt=after or 0)
    rows = list(found.select_related("order").order_by("pk")[:limit])
    units = names_of(unit_ids={row.unit_id for row in rows})
    return tuple(
        WaitingRow(
            id=row.pk,
            number=row.order.number,
            title=row.order.title,
            kind_label=OrderKind(row.order.kind).label,
            unit_name=units[row.unit_id],
            reason_label=ExtensionReason(row.reason).label,
            length=length_of(row).text,
            asked_at=row.asked_at,
            due_at=row.due_before,
            level=light_at(due_at=row.order.due_at, nearly_at=row.order.nearly_at, at=at),
        )
        for row in rows
    )
