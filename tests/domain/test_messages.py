"""Quiet hours at their edges, and the pauses of what did not go out."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from huying.domain.messages import after_quiet, pause_after
from huying.domain.workdays import SHANGHAI


def _at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("at", "from_hour", "until_hour", "sent"),
    [
        ("2026-03-02 20:59:59", 21, 8, "2026-03-02 20:59:59"),
        ("2026-03-02 21:00", 21, 8, "2026-03-03 08:00"),
        ("2026-03-02 23:59:59", 21, 8, "2026-03-03 08:00"),
        ("2026-03-03 00:00", 21, 8, "2026-03-03 08:00"),
        ("2026-03-03 07:59:59", 21, 8, "2026-03-03 08:00"),
        ("2026-03-03 08:00", 21, 8, "2026-03-03 08:00"),
        ("2026-12-31 22:00", 21, 8, "2027-01-01 08:00"),
        # quiet at noon: within one day
        ("2026-03-02 12:30", 12, 14, "2026-03-02 14:00"),
        ("2026-03-02 14:00", 12, 14, "2026-03-02 14:00"),
        ("2026-03-02 00:30", 0, 6, "2026-03-02 06:00"),
        ("2026-03-02 23:30", 22, 0, "2026-03-03 00:00"),
        # the same hour twice: no quiet at all
        ("2026-03-02 21:00", 21, 21, "2026-03-02 21:00"),
    ],
)
def test_what_falls_into_the_quiet_hours_waits_for_their_end(
    at: str, from_hour: int, until_hour: int, sent: str
) -> None:
    assert after_quiet(_at(at), from_hour=from_hour, until_hour=until_hour, zone=SHANGHAI) == _at(sent)


_HOURS = some.integers(0, 23)


@given(at=some.integers(0, 366 * 86400), begins=_HOURS, ends=_HOURS)
def test_nobody_waits_longer_than_a_day_or_is_written_to_in_the_quiet(at: int, begins: int, ends: int) -> None:
    moment = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(seconds=at)
    sent = after_quiet(moment, from_hour=begins, until_hour=ends, zone=SHANGHAI)
    assert timedelta() <= sent - moment < timedelta(days=1)
    assert after_quiet(sent, from_hour=begins, until_hour=ends, zone=SHANGHAI) == sent


def test_tries_are_made_with_growing_pauses_and_given_up_after_ten_hours() -> None:
    pauses = [pause_after(tries) for tries in range(1, 8)]
    assert pauses[-1] is None
    known = [pause for pause in pauses if pause]
    assert known == sorted(known)
    assert sum(known, timedelta()) < timedelta(hours=11)
