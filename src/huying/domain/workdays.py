"""工作日历: which days are worked, given as data, and counting in working days."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")
_DAY = timedelta(days=1)
_SATURDAY = 5


@dataclass(frozen=True, kw_only=True)
class Calendar:
    """Working days: ``overrides`` (holidays ``False``, make-up days ``True``) over Monday to Friday.

    ``covered_until`` is the last day for which the holiday notices are known, ``None`` when none is.
    约定: a day beyond it follows the weekday rule, and ``covers`` says so, that a page can warn.
    """

    overrides: Mapping[date, bool]
    covered_until: date | None = None

    def is_workday(self, day: date) -> bool:
        """Say whether the day is worked."""
        return self.overrides.get(day, day.weekday() < _SATURDAY)

    def covers(self, day: date) -> bool:
        """Say whether the answer for this day is known rather than guessed from the weekday."""
        return day in self.overrides or (self.covered_until is not None and day <= self.covered_until)


def day_in_shanghai(*, at: datetime) -> date:
    """Return the day a moment belongs to in Asia/Shanghai; raises ``ValueError`` if ``at`` is naive."""
    if at.utcoffset() is None:
        msg = "a moment must carry its time zone"
        raise ValueError(msg)
    return at.astimezone(SHANGHAI).date()


def last_day_before(*, at: datetime) -> date:
    """Return the last day that had begun before ``at``; at midnight that is the day just over."""
    return day_in_shanghai(at=at.astimezone(SHANGHAI) - timedelta.resolution)


def end_of_workday(*, after: date, n: int, calendar: Calendar) -> datetime:
    """Return the end of the ``n``-th working day after the day ``after``, as 00:00 of the next day."""
    if n < 1:
        msg = "a count of working days starts at one"
        raise ValueError(msg)
    day = after
    while n:
        day += _DAY
        n -= calendar.is_workday(day)
    return datetime.combine(day + _DAY, time(), tzinfo=SHANGHAI)


def add_workdays(*, at: datetime, n: int, calendar: Calendar) -> datetime:
    """Return when a limit of ``n`` working days ends that starts at ``at``.

    约定: the day of the start is not counted, whether it is worked or not; the limit ends with the
    ``n``-th working day after it, at 24:00 in Asia/Shanghai (00:00 of the day that follows).
    Raises ``ValueError`` if ``n`` is less than one or ``at`` is naive.
    """
    return end_of_workday(after=day_in_shanghai(at=at), n=n, calendar=calendar)
