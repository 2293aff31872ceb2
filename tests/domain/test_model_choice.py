"""When a new model is offered, and how many orders decide it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huying.domain.model_choice import LEAST_JUDGED, LEAST_LEARNT, Rivalry, TooFewOrders, judged_count, rivalry

LAST = datetime(2026, 3, 2, tzinfo=UTC)


def _times(count: int, *, hours: float) -> list[datetime]:
    return [LAST - timedelta(hours=hours * (count - 1 - number)) for number in range(count)]


@pytest.mark.parametrize(
    ("won", "lost", "is_better"),
    [(0, 0, False), (3, 0, False), (5, 0, True), (10, 9, False), (60, 40, True), (40, 60, False), (1010, 1000, False)],
)
def test_better_is_more_than_luck(won: int, lost: int, is_better: bool) -> None:
    assert Rivalry(won=won, lost=lost).is_better is is_better


def test_orders_that_both_got_right_or_both_wrong_decide_nothing() -> None:
    assert rivalry(new=[True, True, False, False], other=[True, False, True, False]) == Rivalry(won=1, lost=1)


@given(st.integers(0, 500), st.integers(0, 500))
def test_of_two_models_at_most_one_is_better(won: int, lost: int) -> None:
    assert not (Rivalry(won=won, lost=lost).is_better and Rivalry(won=lost, lost=won).is_better)


@pytest.mark.parametrize(
    ("count", "hours", "unseen", "judged"),
    [
        (1000, 24.0, None, LEAST_JUDGED),  # 28 in four weeks: too few to say anything
        (4000, 1.0, None, 672),  # four weeks, a day's worth an hour
        (1000, 1.0, None, 250),  # never more than a quarter
        (260, 1.0, None, 60),  # something must be left to learn from
        (4000, 1.0, 400, 200),  # half of what the model in use has not seen
        (4000, 1.0, 3000, 672),
    ],
)
def test_the_newest_weeks_judge(count: int, hours: float, unseen: int | None, judged: int) -> None:
    times = _times(count, hours=hours)
    seen_until = times[-unseen - 1] if unseen else None
    assert judged_count(times=times, seen_until=seen_until) == judged


@pytest.mark.parametrize(
    ("count", "unseen", "said"), [(0, None, "只有 0 件，至少要 250 件"), (249, None, "249"), (4000, 99, "只有 99 件")]
)
def test_too_few_orders_are_told(count: int, unseen: int | None, said: str) -> None:
    times = _times(count, hours=1.0)
    with pytest.raises(TooFewOrders, match=said):
        judged_count(times=times, seen_until=times[-unseen - 1] if unseen else None)


@given(st.integers(0, 3000), st.floats(0.1, 48.0), st.none() | st.integers(0, 3000))
def test_enough_is_left_to_learn_from_and_nobody_is_judged_on_what_was_seen(
    count: int, hours: float, unseen: int | None
) -> None:
    times = _times(count, hours=hours)
    seen_until = times[-unseen - 1] if unseen is not None and unseen < count else None
    try:
        judged = judged_count(times=times, seen_until=seen_until)
    except TooFewOrders:
        return
    assert judged >= LEAST_JUDGED
    assert count - judged >= LEAST_LEARNT
    assert seen_until is None or times[-judged] > seen_until
