"""Until when a matter may be hung, and what is left of its limit afterwards."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given

from huying.domain.hanging import (
    HangingDayWrong,
    HangingsUsedUp,
    HangingTooLate,
    due_after_hanging,
    end_of_hanging,
)
from tests.domain.test_deadlines import CALENDAR, NATIONAL, at, lengths, moments, patient


@pytest.mark.parametrize(
    ("hung", "due", "ended", "end"),
    [
        # Hung on Monday 2 March 2026, due with Friday 6: four working days remain. The hanging ends on Thursday 30
        # April: Wed 6 May, Thu 7, Fri 8 and the make-up Saturday 9.
        ("2026-03-02 10:00", "2026-03-07 00:00", "2026-04-30 10:00", "2026-05-10 00:00"),
        # nothing remains of the day itself: one working day is given
        ("2026-03-06 10:00", "2026-03-07 00:00", "2026-04-01 10:00", "2026-04-03 00:00"),
        # a limit of hours that ends the same day: one working day as well
        ("2026-03-06 10:00", "2026-03-06 12:00", "2026-04-01 23:59", "2026-04-03 00:00"),
        # hung on Thursday, due on Sunday, ended on Thursday: Friday's end would be earlier than the caller was told
        ("2026-03-05 10:00", "2026-03-08 15:00", "2026-03-05 11:00", "2026-03-08 15:00"),
    ],
)
def test_what_remained_is_given_again_as_worked_by_hand(hung: str, due: str, ended: str, end: str) -> None:
    assert due_after_hanging(hung_at=at(hung), due_before=at(due), ended_at=at(ended), calendar=CALENDAR) == at(end)


@patient
@given(hung=moments, left=lengths, later=lengths)
def test_there_is_always_a_working_day_to_go_on_with(hung: datetime, left: timedelta, later: timedelta) -> None:
    ended = hung + later
    found = due_after_hanging(hung_at=hung, due_before=hung + left, ended_at=ended, calendar=CALENDAR)
    assert found > ended
    assert found >= hung + left
    assert found == hung + left or CALENDAR.is_workday((found - timedelta(hours=1)).date())


ASKED = at("2026-03-02 10:00")
DUE = at("2026-03-10 00:00")


def test_the_last_day_is_whole() -> None:
    found = end_of_hanging(until=date(2026, 8, 31), due_at=DUE, hung_before=0, at=ASKED, policy=NATIONAL)
    assert found == at("2026-09-01 00:00")


def test_the_longest_is_the_policy_s() -> None:
    longest = ASKED.date() + timedelta(days=NATIONAL.hanging_max_days)
    end_of_hanging(until=longest, due_at=DUE, hung_before=0, at=ASKED, policy=NATIONAL)
    with pytest.raises(HangingDayWrong, match="365 天"):
        end_of_hanging(until=longest + timedelta(days=1), due_at=DUE, hung_before=0, at=ASKED, policy=NATIONAL)


def test_a_hanging_is_longer_than_the_limit_or_none() -> None:
    with pytest.raises(HangingDayWrong, match="2026-03-10 00:00"):
        end_of_hanging(until=date(2026, 3, 9), due_at=DUE, hung_before=0, at=ASKED, policy=NATIONAL)
    end_of_hanging(until=date(2026, 3, 10), due_at=DUE, hung_before=0, at=ASKED, policy=NATIONAL)


def test_none_after_the_due_time_and_none_more_often_than_the_policy_says() -> None:
    day = date(2026, 8, 31)
    with pytest.raises(HangingTooLate):
        end_of_hanging(until=day, due_at=DUE, hung_before=0, at=DUE + timedelta(seconds=1), policy=NATIONAL)
    with pytest.raises(HangingsUsedUp):
        end_of_hanging(until=day, due_at=DUE, hung_before=1, at=ASKED, policy=NATIONAL)
