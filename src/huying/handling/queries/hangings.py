"""Hung matters: what an application needs to know, and what an order's page shows of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from huying.domain.actors import Actor
from huying.domain.hanging import due_after_hanging, end_of_hanging
from huying.domain.roads import LAPSED
from huying.domain.workdays import day_in_shanghai
from huying.foundation.clock import SHANGHAI
from huying.foundation.rows import Wanted, together
from huying.handling.choices import HangingCategory, HangingState, HungProgress
from huying.handling.models import Hanging, HangingReview, Milestone
from huying.handling.queries.decisions import DecisionRow, decisions_of, those_asked
from huying.handling.queries.extensions import limit_of
from huying.organisation.queries.people import person_names
from huying.organisation.queries.units import names_of
from huying.policy.queries import calendar_of, policy_of
from huying.web.rows import Light, Tone
from huying.workorders.choices import AnsweredBy, Stage, TextKind
from huying.workorders.models import Clock, Contact, Order
from huying.workorders.queries.dossier import Dossier, dossier_for

_DAY = timedelta(days=1)
_OPEN = (HangingState.AT_UNIT, HangingState.AT_CENTRE, HangingState.HUNG)
_WERE_HUNG = (HangingState.HUNG, HangingState.ENDED, HangingState.WRITTEN_OFF, HangingState.UNSETTLED)
_ASKED = "request_hanging"
_THROUGH = (Hanging, "order_id")
_OF_ORDER = (
    Wanted(model=Hanging, column="order_id", by=("event",)),
    Wanted(model=Milestone, column="hanging_id", by=("place",), through=_THROUGH),
    Wanted(model=HangingReview, column="hanging_id", by=("event",), through=_THROUGH),
)
TONES: dict[HangingState, Tone] = {
    HangingState.HUNG: Tone.BLUE,
    HangingState.WRITTEN_OFF: Tone.GREEN,
    HangingState.REFUSED: Tone.RED,
    HangingState.UNSETTLED: Tone.RED,
    HangingState.WITHDRAWN: Tone.GREY,
    HangingState.ENDED: Tone.GREY,
}


@dataclass(frozen=True, kw_only=True)
class HangingTerms:
    """Until when an order may be hung: its limit now, and the last day."""

    due_at: datetime
    latest: date
    most_days: int


def hanging_terms(*, order_id: int, actor: Actor, at: datetime) -> HangingTerms:
    """Return what may be asked for an order that the actor may see.

    Raises:
        OrderNotFound, HangingTooLate, HangingsUsedUp.

    """
    order = dossier_for(order_id=order_id, actor=actor).order
    policy, limit = policy_of(version_id=order.policy_version_id), limit_of(order=order)
    latest = day_in_shanghai(at=at) + policy.hanging_max_days * _DAY
    end_of_hanging(until=latest, due_at=limit.due_at, hung_before=times_hung(order=order), at=at, policy=policy)
    return HangingTerms(due_at=limit.due_at, latest=latest, most_days=policy.hanging_max_days)


def times_hung(*, order: Order) -> int:
    """Count how often a matter was put on the list."""
    return Hanging.objects.filter(order=order, state__in=_WERE_HUNG).count()


def open_hanging(*, order: Order) -> Hanging:
    """Return the one that is asked for or on the list; the lifecycle has seen that there is one."""
    return Hanging.objects.get(order=order, state__in=_OPEN)


def is_hung(*, order_id: int) -> bool:
    """Say whether an order is on the list."""
    return Hanging.objects.filter(order_id=order_id, state=HangingState.HUNG).exists()


def end_asked_for(*, order: Order) -> datetime | None:
    """Return the end that granting gives; ``None`` where nothing waits, which ``move`` refuses."""
    asked = Hanging.objects.filter(order=order, state__in=_OPEN).first()
    return datetime.combine(asked.until + _DAY, time(), tzinfo=SHANGHAI) if asked else None


def review_due(*, order: Order) -> datetime:
    """Return when the review that runs is due."""
    return Clock.objects.get(order=order, stage=Stage.HANGING, stopped_at=None).due_at


def fresh_contact(*, hanging: Hanging) -> Contact | None:
    """Return the last contact with the caller since the review before, or since the hanging; ``None`` without one."""
    last = hanging.reviews.order_by("-event").first()
    since = last.event if last else hanging.ruling_event or hanging.review_event or hanging.event
    return Contact.objects.filter(order_id=hanging.order_id, event__gt=since).order_by("-event").first()


def due_when_ended(*, order: Order, at: datetime) -> datetime | None:
    """Return the limit of a matter taken off the list now; ``None`` where it stays as it is, as a rework's does."""
    hanging = Hanging.objects.filter(order=order, state=HangingState.HUNG).first()
    if hanging is None or hanging.hung_at is None or hanging.ends_at is None or at > hanging.ends_at:
        return None
    if hanging.round != order.round:
        return None
    calendar = calendar_of(centre_id=order.centre_id)
    return due_after_hanging(hung_at=hanging.hung_at, due_before=hanging.due_before, ended_at=at, calendar=calendar)


def steps_left(*, order_id: int) -> tuple[tuple[int, str], ...]:
    """Return the steps of an order's plan that are not done, as number and words."""
    hanging = Hanging.objects.filter(order_id=order_id, state=HangingState.HUNG).first()
    left = hanging.milestones.filter(reached_at=None).order_by("place") if hanging else ()
    return tuple((step.place, f"{step.due_on:%Y-%m-%d} {step.what}") for step in left)


@dataclass(frozen=True, kw_only=True)
class StepRow:
    """A step of the plan; ``is_late`` when its day has passed undone, or it was done after it."""

    due_on: date
    what: str
    reached_at: datetime | None
    is_late: bool
    words: str


@dataclass(frozen=True, kw_only=True)
class ReviewRow:
    """A review of a hung matter."""

    at: datetime
    person_name: str
    progress_label: str
    words: str
    is_late: bool


@dataclass(frozen=True, kw_only=True)
class HangingRow:
    """A hanging on the order's page; ``ends_at`` is ``None`` before it was granted."""

    asked_at: datetime
    unit_name: str
    person_name: str
    category_label: str
    owner: str
    told_label: str
    plan: str
    state_label: str
    tone: Tone
    until: date
    due_before: datetime
    ends_at: datetime | None
    next_review_at: datetime | None
    level: Light
    left_at: datetime | None
    end_words: str
    steps: tuple[StepRow, ...]
    reviews: tuple[ReviewRow, ...]
    decisions: tuple[DecisionRow, ...]


def hangings_of(*, dossier: Dossier, at: datetime) -> tuple[HangingRow, ...]:
    """Return the hangings of an order that the actor may see, oldest first; no read where there was none."""
    if not any(event.action == _ASKED for event in dossier.events):
        return ()
    rows, steps, reviews = together(*_OF_ORDER, value=dossier.order.pk)
    asked = {one for row in rows for one in those_asked(row)}
    people = person_names(person_ids=asked | {review.person_id for review in reviews})
    units = names_of(unit_ids={row.unit_id for row in rows})
    words = dossier.bodies(TextKind.HANGING, TextKind.PROGRESS, TextKind.REVIEW, TextKind.RULING)
    return tuple(
        HangingRow(
            asked_at=row.asked_at,
            unit_name=units[row.unit_id],
            person_name=people[row.asked_by_id],
            category_label=HangingCategory(row.category).label,
            owner=f"{row.owner_name}（{row.owner_post}）",
            told_label=AnsweredBy(row.told_by).label,
            plan=words.get((TextKind.HANGING, row.event), ""),
            state_label=LAPSED if row.lapsed_at else HangingState(row.state).label,
            tone=Tone.GREY if row.lapsed_at else TONES.get(HangingState(row.state), Tone.AMBER),
            until=row.until,
            due_before=row.due_before,
            ends_at=row.ends_at,
            next_review_at=row.next_review_at if row.state == HangingState.HUNG else None,
            level=review_level(row.next_review_at, at=at),
            left_at=row.left_at,
            end_words=words.get((TextKind.HANGING, row.end_event or 0), ""),
            steps=tuple(_step(one, words, at) for one in steps if one.hanging_id == row.pk),
            reviews=tuple(_review(one, people, words) for one in reviews if one.hanging_id == row.pk),
            decisions=decisions_of(row, people=people, words=words),
        )
        for row in rows
    )


def review_level(due_at: datetime | None, *, at: datetime) -> Light:
    """Return the light of a review; yellow in its last five days (约定)."""
    if due_at is None or at <= due_at - 5 * _DAY:
        return Light.NORMAL
    return Light.NEAR if at <= due_at else Light.OVER


def _step(step: Milestone, words: dict[tuple[str, int], str], at: datetime) -> StepRow:
    return StepRow(
        due_on=step.due_on,
        what=step.what,
        reached_at=step.reached_at,
        is_late=day_in_shanghai(at=step.reached_at or at) > step.due_on,
        words=words.get((TextKind.PROGRESS, step.event or 0), ""),
    )


def _review(one: HangingReview, people: dict[int, str], words: dict[tuple[str, int], str]) -> ReviewRow:
    return ReviewRow(
        at=one.at,
        person_name=people[one.person_id],
        progress_label=HungProgress(one.progress).label,
        words=words.get((TextKind.HANGING, one.event), ""),
        is_late=one.at > one.due_at,
    )
