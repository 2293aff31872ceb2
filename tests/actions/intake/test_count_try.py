"""What is limited by the day is counted by the day of the city."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from huying.foundation import clock
from huying.intake.actions.count_try import count_try
from huying.intake.choices import TallyKind

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


def times(hour: int, minute: int, *, day: int = 2) -> int:
    at = datetime(2026, 3, day, hour, minute, tzinfo=clock.SHANGHAI)
    return count_try(kind=TallyKind.WROTE_BY_ORDER, subject="1", span=DAY, at=at)


def test_a_day_begins_at_midnight_here_and_not_at_eight_in_the_morning() -> None:
    assert [times(0, 10), times(7, 50), times(8, 10), times(23, 50)] == [1, 2, 3, 4]
    assert times(0, 10, day=3) == 1
