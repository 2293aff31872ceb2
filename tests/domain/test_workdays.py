"""Counting in working days, against the real calendar. Every case is worked by hand."""

from __future__ import annotations

import csv
import os
from datetime import UTC, date, datetime
from pathlib import Path

import chinese_calendar
import pytest

from huying.domain.workdays import SHANGHAI, Calendar, add_workdays, day_in_shanghai

CALENDAR = Calendar(
    overrides=dict.fromkeys(chinese_calendar.holidays, False) | dict.fromkeys(chinese_calendar.workdays, True),
    covered_until=date(2026, 12, 31),
)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("start", "n", "end"),
    [
        # a plain week: Fri 6 March -> Mon 9
        ("2026-03-06 10:00", 1, "2026-03-10 00:00"),
        # Mon 2 March 2026 -> Tue 3, Wed 4, Thu 5, Fri 6, Mon 9
        ("2026-03-02 00:00", 5, "2026-03-10 00:00"),
        # the last minute of Mon 2 March counts as that Monday -> Tue 3
        ("2026-03-02 23:59", 1, "2026-03-04 00:00"),
        # a plain Sunday, 8 March -> Mon 9
        ("2026-03-08 12:00", 1, "2026-03-10 00:00"),
        # 春节 2026: holidays Sun 15 to Mon 23 February, worked Sat 14 and Sat 28
        # Fri 13 -> Sat 14
        ("2026-02-13 10:00", 1, "2026-02-15 00:00"),
        # Fri 13 -> Sat 14, Tue 24
        ("2026-02-13 10:00", 2, "2026-02-25 00:00"),
        # Fri 13 -> Sat 14, Tue 24, Wed 25, Thu 26, Fri 27
        ("2026-02-13 10:00", 5, "2026-02-28 00:00"),
        # ... and the make-up Saturday, 28
        ("2026-02-13 10:00", 6, "2026-03-01 00:00"),
        # ... and Mon 2 March
        ("2026-02-13 10:00", 7, "2026-03-03 00:00"),
        # from the make-up Saturday itself, 14 -> Tue 24
        ("2026-02-14 09:00", 1, "2026-02-25 00:00"),
        # in the middle of the festival, Wed 18 -> Tue 24
        ("2026-02-18 20:00", 1, "2026-02-25 00:00"),
        # 春节 2024: worked Sun 4 and Sun 18 February; Thu 8 -> Fri 9
        ("2024-02-08 10:00", 1, "2024-02-10 00:00"),
        # Thu 8 -> Fri 9, the make-up Sunday 18
        ("2024-02-08 10:00", 2, "2024-02-19 00:00"),
        # Sat 3 February 2024 -> the make-up Sunday 4
        ("2024-02-03 10:00", 1, "2024-02-05 00:00"),
        # 国庆 2025: holidays Wed 1 to Wed 8 October, worked Sat 11
        # Tue 30 September -> Thu 9, Fri 10, Sat 11
        ("2025-09-30 10:00", 3, "2025-10-12 00:00"),
        # ... and Mon 13
        ("2025-09-30 10:00", 4, "2025-10-14 00:00"),
        # 元旦 2026: holidays Thu 1 to Sat 3 January, worked Sun 4; Wed 31 December -> Sun 4
        ("2025-12-31 10:00", 1, "2026-01-05 00:00"),
    ],
)
def test_working_days_end_with_the_nth_worked_day_after_the_start(start: str, n: int, end: str) -> None:
    assert add_workdays(at=at(start), n=n, calendar=CALENDAR) == at(end)


def test_the_day_of_the_start_is_cut_in_shanghai() -> None:
    # 16:30 UTC on Thu 5 March 2026 is 00:30 on Fri 6 in Shanghai -> Mon 9
    start = datetime(2026, 3, 5, 16, 30, tzinfo=UTC)
    assert add_workdays(at=start, n=1, calendar=CALENDAR) == at("2026-03-10 00:00")


def test_a_moment_without_a_time_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        day_in_shanghai(at=datetime(2026, 3, 5))  # noqa: DTZ001  the fault under test


@pytest.mark.parametrize("n", [0, -1])
def test_a_limit_of_no_working_days_is_refused(n: int) -> None:
    with pytest.raises(ValueError, match="starts at one"):
        add_workdays(at=at("2026-03-02 10:00"), n=n, calendar=CALENDAR)


def test_beyond_the_notices_the_weekday_rule_answers_and_says_so() -> None:
    saturday, monday = date(2027, 1, 2), date(2027, 1, 4)
    assert not CALENDAR.covers(monday)
    assert CALENDAR.is_workday(monday)
    assert not CALENDAR.is_workday(saturday)
    assert CALENDAR.covers(date(2026, 12, 31))


def test_a_centre_s_own_day_is_covered_and_obeyed() -> None:
    monday = date(2027, 1, 4)
    own = Calendar(overrides={monday: False}, covered_until=date(2026, 12, 31))
    assert own.covers(monday)
    assert not own.is_workday(monday)
    # Fri 1 January 2027 -> not Mon 4, but Tue 5
    assert add_workdays(at=at("2027-01-01 10:00"), n=1, calendar=own) == at("2027-01-06 00:00")


def test_a_calendar_without_notices_covers_nothing() -> None:
    assert not Calendar(overrides={}).covers(date(2026, 3, 2))


def test_every_day_of_ten_years_agrees_with_the_reference_table() -> None:
    folder = Path(os.environ.get("HUYING_SHARED_DATA", Path(__file__).parents[3] / "shared/data"))
    table = folder / "reference/cn_calendar_2017_2026.csv"
    if not table.exists():
        pytest.skip("The shared reference calendar is not on this machine.")
    with table.open(encoding="utf-8") as lines:
        rows = [(date.fromisoformat(row["date"]), row["is_workday"] == "1") for row in csv.DictReader(lines)]
    assert len(rows) > 3650
    assert [day for day, is_workday in rows if CALENDAR.is_workday(day) is not is_workday] == []
