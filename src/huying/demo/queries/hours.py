"""When offices work: everything that people do in the demonstration falls into their hours."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from huying.domain.workdays import Calendar
from huying.foundation.clock import SHANGHAI

_OPENS, _CLOSES = time(8, 30), time(18, 0)
_FIRST_CALL, _LAST_CALL = time(9, 0), time(19, 30)
_DAY = timedelta(days=1)


def office_from(at: datetime, calendar: Calendar) -> datetime:
    """Return ``at``, or the time of day carried over to the next working day's hours."""
    here = at.astimezone(SHANGHAI)
    if calendar.is_workday(here.date()) and _OPENS <= here.time() <= _CLOSES:
        return here
    if not (calendar.is_workday(here.date()) and here.time() < _OPENS):
        here += _DAY
        while not calendar.is_workday(here.date()):
            here += _DAY
    return datetime.combine(here.date(), _OPENS, SHANGHAI) + timedelta(minutes=here.minute, seconds=here.second)


def office_until(at: datetime, calendar: Calendar) -> datetime:
    """Return ``at``, or a moment of the last working hours before it."""
    here = at.astimezone(SHANGHAI)
    if calendar.is_workday(here.date()) and _OPENS <= here.time() <= _CLOSES:
        return here
    if not (calendar.is_workday(here.date()) and here.time() > _CLOSES):
        here -= _DAY
        while not calendar.is_workday(here.date()):
            here -= _DAY
    return datetime.combine(here.date(), _CLOSES, SHANGHAI) - timedelta(minutes=here.minute * 3, seconds=here.second)


def daytime_from(at: datetime) -> datetime:
    """Return ``at``, or the next moment at which citizens may be called back, any day of the week."""
    here = at.astimezone(SHANGHAI)
    if _FIRST_CALL <= here.time() <= _LAST_CALL:
        return here
    day = here.date() + (_DAY if here.time() > _LAST_CALL else timedelta())
    return datetime.combine(day, _FIRST_CALL, SHANGHAI) + timedelta(minutes=here.minute, seconds=here.second)
