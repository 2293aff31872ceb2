"""A centre's own days over the national calendar."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from huying.domain.actors import Actor
from huying.domain.workdays import Calendar
from huying.policy.models import CalendarDay
from huying.policy.queries.in_force import calendar_of


@dataclass(frozen=True, kw_only=True)
class OwnDay:
    """A day on which the centre's word goes before the national notice; fixed once it has begun."""

    day: date
    is_workday: bool
    note: str
    is_fixed: bool


@dataclass(frozen=True, kw_only=True)
class Coverage:
    """Up to when the holiday notices are known; ``missing_year`` is a coming year without, or ``None``."""

    until: date | None
    missing_year: int | None


def own_days(*, actor: Actor, on: date) -> tuple[OwnDay, ...]:
    """Return the days that the actor's centre has set itself, latest first."""
    rows = CalendarDay.objects.filter(centre_id=actor.centre_id).order_by("-day")
    return tuple(OwnDay(day=row.day, is_workday=row.is_workday, note=row.note, is_fixed=row.day <= on) for row in rows)


def coverage(*, actor: Actor, on: date) -> Coverage:
    """Say how far the national notices reach, and which of this year and the next they do not cover."""
    calendar: Calendar = calendar_of(centre_id=actor.centre_id)
    until = calendar.covered_until
    missing = next((year for year in (on.year, on.year + 1) if until is None or until < date(year, 12, 31)), None)
    return Coverage(until=until, missing_year=missing)
