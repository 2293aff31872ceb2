"""When people call: by the hour, the weekday and the season. 约定: shapes of our own, no city's figures."""

from __future__ import annotations

from bisect import bisect
from datetime import date, datetime, time, timedelta
from functools import cache
from itertools import accumulate
from random import Random

from chinese_calendar.constants import Holiday, holidays

from huying.foundation.clock import SHANGHAI

DAYS = 365
# Calls an hour: peaks at 9–11 and 14–17, few at night.
_HOURS = (1, 1, 1, 1, 1, 2, 5, 12, 24, 34, 34, 24, 14, 18, 28, 31, 30, 24, 16, 14, 13, 10, 6, 3)
_AT_NIGHT = (9, 6, 4, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 2, 4, 8, 14, 20, 24, 16)
_WEEKDAYS = (1.15, 1.05, 1.0, 1.0, 1.0, 0.72, 0.66)
_MONTHS = (1.0, 0.85, 0.95, 0.95, 0.95, 1.1, 1.2, 1.2, 1.0, 0.95, 1.1, 1.1)
_SPRING_FESTIVAL, _OTHER_HOLIDAY = 0.35, 0.6
# How much more often a matter comes up in its months.
_SEASONS: dict[str, tuple[frozenset[int], float]] = {
    "all": (frozenset(range(1, 13)), 1.0),
    "warm": (frozenset(range(4, 11)), 2.0),
    "summer": (frozenset({6, 7, 8, 9}), 3.0),
    "flood": (frozenset({6, 7, 8}), 4.0),
    "spring": (frozenset({3, 4, 5}), 2.5),
    "cold": (frozenset({11, 12, 1, 2}), 2.0),
    "heating": (frozenset({11, 12, 1, 2, 3}), 3.0),
    "school": (frozenset({6, 7, 8, 9}), 3.0),
    "yearend": (frozenset({11, 12, 1, 2}), 3.5),
}
_OUT_OF_SEASON = {"heating": 0.0, "flood": 0.2, "yearend": 0.4, "school": 0.4}


def season(name: str, *, month: int) -> float:
    """Return how often a matter of this season comes up in a month; 1 is ordinary."""
    months, more = _SEASONS[name]
    return more if month in months else _OUT_OF_SEASON.get(name, 0.6)


def moment(*, rng: Random, until: datetime, at_night: bool = False) -> datetime:
    """Draw a moment of the year before ``until``."""
    days = _shape(until.astimezone(SHANGHAI).date())
    day = until.astimezone(SHANGHAI).date() - timedelta(days=DAYS - bisect(days, rng.random() * days[-1]))
    drawn = on_day(rng=rng, day=day, at_night=at_night)
    return drawn if drawn < until else drawn - timedelta(days=7)


def on_day(*, rng: Random, day: date, at_night: bool = False) -> datetime:
    """Draw a moment of one day."""
    (hour,) = rng.choices(range(24), weights=_AT_NIGHT if at_night else _HOURS)
    return datetime.combine(day, time(hour, rng.randrange(60), rng.randrange(60)), SHANGHAI)


@cache
def _shape(today: date) -> tuple[float, ...]:
    """Return the sums of the days' weights, the oldest day first and ``today`` last."""
    return tuple(accumulate(_weight(today - timedelta(days=DAYS - number)) for number in range(DAYS + 1)))


def _weight(day: date) -> float:
    weight = _MONTHS[day.month - 1] * _WEEKDAYS[day.weekday()]
    holiday = holidays.get(day)  # none is known of a year without a notice yet
    if holiday is None:
        return weight
    return weight * (_SPRING_FESTIVAL if holiday == Holiday.spring_festival.value else _OTHER_HOLIDAY)
