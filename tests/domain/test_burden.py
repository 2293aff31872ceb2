"""When a unit carries much more than others of its kind."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huying.domain.burden import is_heavy, median_of


@pytest.mark.parametrize(
    ("value", "middle", "percent", "heavy"),
    [
        (20, 10, 200, False),
        (21, 10, 200, True),
        (0.5, 0.2, 200, True),
        (21, None, 200, False),
        (21, 0, 200, False),
        (None, 10, 200, False),
        (0, 10, 200, False),
    ],
)
def test_a_figure_above_the_share_of_the_median_is_heavy(
    value: float | None, middle: float | None, percent: int, heavy: bool
) -> None:
    assert is_heavy(value, middle=middle, percent=percent) is heavy


def test_two_units_have_no_median() -> None:
    assert median_of([1, 9]) is None
    assert median_of([1, 9, 2]) == 2


@given(st.lists(st.integers(min_value=0, max_value=10**6), min_size=3, max_size=50), st.integers(100, 1000))
def test_never_are_more_than_half_of_a_kind_heavy(values: list[int], percent: int) -> None:
    middle = median_of(values)
    heavy = [value for value in values if is_heavy(value, middle=middle, percent=percent)]
    assert len(heavy) <= len(values) / 2
