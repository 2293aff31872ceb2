"""The index of shifting orders off, as tables."""

from __future__ import annotations

from decimal import Decimal

import pytest

from huying.domain.shirking import Shirk, points, shirking_index, weight_of
from tests.domain.test_policies import NATIONAL


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        ({}, 0),
        ({Shirk.WRONGFUL_RETURN: 2}, 6),
        ({Shirk.REFUSED_CALL: 1, Shirk.NO_SHOW: 1}, 8),
        ({Shirk.UNSIGNED: 3, Shirk.HANDED_ON: 1}, 4),
        ({Shirk.REASSIGNED: 9}, 0),
    ],
)
def test_points_are_the_weighed_sum(counts: dict[Shirk, int], expected: int) -> None:
    assert points(counts, policy=NATIONAL) == expected


@pytest.mark.parametrize(
    ("given", "handled", "expected"), [(6, 100, "6.0"), (1, 3, "33.3"), (0, 7, "0.0"), (5, 0, None)]
)
def test_the_index_is_points_per_hundred_matters(given: int, handled: int, expected: str | None) -> None:
    assert shirking_index(points=given, handled=handled) == (Decimal(expected) if expected else None)


def test_every_way_has_a_weight_with_a_basis() -> None:
    for shirk in Shirk:
        assert weight_of(shirk, policy=NATIONAL) >= 0
        assert NATIONAL.bases[f"shirk_{shirk.value}"].startswith("约定")
