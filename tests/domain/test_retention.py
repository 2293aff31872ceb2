"""From when on data may go: so many months after closing, counted as people do."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huying.domain.retention import closed_before


@pytest.mark.parametrize(
    ("at", "months", "before"),
    [
        ("2026-11-22", 36, "2023-11-22"),
        ("2026-01-15", 12, "2025-01-15"),
        ("2024-02-29", 12, "2023-02-28"),
        ("2026-03-31", 13, "2025-02-28"),
        ("2026-12-31", 12, "2025-12-31"),
    ],
)
def test_months_are_counted_by_the_calendar(at: str, months: int, before: str) -> None:
    moment = datetime.fromisoformat(at).replace(tzinfo=UTC)
    assert closed_before(at=moment, months=months).date().isoformat() == before


@given(st.datetimes(min_value=datetime(2000, 1, 1), max_value=datetime(2200, 1, 1)), st.integers(12, 1200))  # noqa: DTZ001
def test_no_period_is_shorter_than_its_months(at: datetime, months: int) -> None:
    moment = at.replace(tzinfo=UTC)
    gone = moment - closed_before(at=moment, months=months)
    assert timedelta(days=28 * months) < gone < timedelta(days=31 * months + 4)
