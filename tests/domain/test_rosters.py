"""When a shift is on, and when nobody is."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huying.domain.rosters import Hours, gaps

ZONE = ZoneInfo("Asia/Shanghai")
EVERY_DAY = frozenset(range(1, 8))
MONDAY = datetime(2026, 3, 2, tzinfo=ZONE)
WEEK = timedelta(days=7)
OFFICE = Hours(weekdays=frozenset(range(1, 6)), begins=time(9), ends=time(17))
NIGHT = Hours(weekdays=EVERY_DAY, begins=time(17), ends=time(9))
ROUND = Hours(weekdays=EVERY_DAY, begins=time(8), ends=time(8))


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 3, day, hour, minute, tzinfo=ZONE)


@pytest.mark.parametrize(
    ("hours", "moment", "is_on"),
    [
        (OFFICE, at(2, 9), True),
        (OFFICE, at(2, 16, 59), True),
        (OFFICE, at(2, 17), False),
        (OFFICE, at(7, 10), False),
        (NIGHT, at(2, 23), True),
        (NIGHT, at(3, 8, 59), True),
        (NIGHT, at(3, 9), False),
        (ROUND, at(2, 7, 59), True),
        (ROUND, at(2, 8), True),
        (Hours(weekdays=frozenset({7}), begins=time(17), ends=time(9)), at(2, 8), True),
        (Hours(weekdays=frozenset({7}), begins=time(17), ends=time(9)), at(1, 8), False),
        (Hours(weekdays=EVERY_DAY, begins=time(9), ends=time(17), first_day=date(2026, 3, 3)), at(2, 10), False),
        (Hours(weekdays=EVERY_DAY, begins=time(9), ends=time(17), last_day=date(2026, 3, 2)), at(2, 10), True),
        (Hours(weekdays=EVERY_DAY, begins=time(20), ends=time(8), last_day=date(2026, 3, 2)), at(3, 7), True),
    ],
)
def test_a_shift_is_on_from_its_beginning_to_its_end_over_midnight_too(
    hours: Hours, moment: datetime, is_on: bool
) -> None:
    assert hours.is_on(moment, ZONE) is is_on


def test_the_day_round_has_no_gap() -> None:
    assert gaps([ROUND], since=MONDAY, until=MONDAY + WEEK, zone=ZONE) == []


def test_an_office_leaves_its_nights_and_the_weekend() -> None:
    found = gaps([OFFICE], since=MONDAY, until=MONDAY + WEEK, zone=ZONE)
    assert found[0] == (MONDAY, at(2, 9))
    assert found[1] == (at(2, 17), at(3, 9))
    assert found[-1] == (at(6, 17), MONDAY + WEEK)
    assert len(found) == 6


def test_a_unit_without_a_roster_is_one_gap() -> None:
    assert gaps([], since=MONDAY, until=MONDAY + WEEK, zone=ZONE) == [(MONDAY, MONDAY + WEEK)]


_QUARTERS = st.integers(0, 95).map(lambda quarter: time(quarter // 4, quarter % 4 * 15))
_HOURS = st.builds(
    Hours,
    weekdays=st.integers(1, 127).map(lambda days: frozenset(day for day in range(1, 8) if days >> (day - 1) & 1)),
    begins=_QUARTERS,
    ends=_QUARTERS,
    first_day=st.sampled_from([None, date(2026, 3, 3), date(2026, 3, 6)]),
    last_day=st.sampled_from([None, date(2026, 3, 4), date(2026, 3, 7)]),
)


@given(st.lists(_HOURS, max_size=3), st.integers(0, 7 * 24 * 60 - 1))
def test_a_minute_is_in_a_gap_exactly_when_no_shift_is_on(shifts: list[Hours], minute: int) -> None:
    moment = MONDAY + timedelta(minutes=minute)
    is_in_gap = any(
        begins <= moment < ends for begins, ends in gaps(shifts, since=MONDAY, until=MONDAY + WEEK, zone=ZONE)
    )
    assert is_in_gap is not any(shift.is_on(moment, ZONE) for shift in shifts)
