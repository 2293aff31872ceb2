"""How far the present has moved from what a model learnt."""

from __future__ import annotations

import random
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huying.domain.drift import Drift, moved

MIXES = st.dictionaries(st.sampled_from("abcdefgh"), st.integers(0, 200), max_size=8)


@given(MIXES, MIXES)
def test_the_index_is_never_below_nought_and_the_same_from_both_sides(
    then: dict[str, int], now: dict[str, int]
) -> None:
    assert moved(then=then, now=now) >= 0
    assert moved(then=then, now=now) == pytest.approx(moved(then=now, now=then))


@pytest.mark.parametrize("labels", [5, 30, 115])
def test_few_orders_of_many_labels_do_not_look_like_drift(labels: int) -> None:
    chance = random.Random(labels)
    weights = [1 / (rank + 1) for rank in range(labels)]
    then, now = (Counter(map(str, chance.choices(range(labels), weights, k=count))) for count in (4000, 200))
    assert moved(then=then, now=now) < 0.1


def test_a_mix_that_turned_over_is_seen() -> None:
    then, now = {"暖气": 900, "噪音": 100}, {"暖气": 20, "噪音": 180}
    assert moved(then=then, now=now) > 1


def _drift(**changes: float) -> Drift:
    given: dict[str, float] = {
        "agreed": 0.80,
        "agreed_then": 0.82,
        "unknown": 0.04,
        "unknown_then": 0.03,
        "moved": 0.02,
    }
    given |= changes
    weeks, orders = int(given.pop("weeks", 4)), int(given.pop("orders", 400))
    return Drift(weeks=weeks, orders=orders, **given)


@pytest.mark.parametrize(
    ("changes", "needs"),
    [
        ({}, False),
        ({"agreed": 0.76}, True),
        ({"moved": 0.3}, True),
        ({"agreed": 0.9}, False),
        ({"agreed": 0.1, "orders": 29}, False),
    ],
)
def test_what_fell_or_turned_over_should_be_trained_anew(changes: dict[str, float], needs: bool) -> None:
    assert _drift(**changes).needs_training is needs


def test_it_is_told_in_a_sentence() -> None:
    assert _drift().sentence == (
        "近 4 周与训练时相比：首选与人工结果一致的占 80.0%（训练时 82.0%），类别构成没有明显变化（稳定性指数 0.02），"
        "没有见过的文字占 4.0%（训练时 3.0%）。不必重新训练。"
    )
    assert _drift(orders=3, weeks=1).sentence == "近 1 周只有 3 件可以比较的工单，还看不出变化。"
    assert _drift(moved=0.4).sentence.endswith("建议重新训练。")
