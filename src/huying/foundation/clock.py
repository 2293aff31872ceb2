"""The only place that asks the system for the time.

Everything else is given ``at`` (an aware moment) or ``on`` (a day). Days, weeks and
months are cut in Asia/Shanghai.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")

_moved: ContextVar[datetime | None] = ContextVar("huying_moved_clock", default=None)


def system() -> datetime:
    """Return what the system's own clock says, aware, in UTC, however ``now`` was moved."""
    return datetime.now(UTC)


def now() -> datetime:
    """Return the present moment, aware, in UTC."""
    return _moved.get() or system()


def today() -> date:
    """Return the present day in Asia/Shanghai."""
    return day_of(now())


def day_of(at: datetime) -> date:
    """Return the day that a moment belongs to in Asia/Shanghai."""
    return at.astimezone(SHANGHAI).date()


def end_of_day(on: date) -> datetime:
    """Return the midnight that ends a day in Asia/Shanghai."""
    return datetime.combine(on + timedelta(days=1), time(), tzinfo=SHANGHAI)


@contextmanager
def moved(to: datetime) -> Iterator[None]:
    """Hold the clock at ``to`` for this context; for demonstrations and tests."""
    token = _moved.set(to)
    try:
        yield
    finally:
        _moved.reset(token)
