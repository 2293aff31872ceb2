"""自动派单的把握: what recent orders allow, and that it is kept."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import beta

from huying.domain.guarantees import (
    FRESH,
    THRESHOLDS,
    AutoDispatch,
    Found,
    Goal,
    Guarantee,
    Tried,
    lower_bound,
    threshold_for,
    upper_bound,
    why_not,
)
from tests.cast import MONDAY

GOAL = Goal(error=0.05, confidence=0.95, least=200)
HOLDS = Guarantee(
    at=MONDAY, days=30, model_number=3, found=Found(threshold=0.9, orders=1240, errors=31, bound=0.034), goal=GOAL
)
ORDERS = st.lists(
    st.builds(Tried, probability=st.floats(min_value=0, max_value=1), is_error=st.booleans(), is_control=st.booleans()),
    max_size=400,
)


@given(st.integers(1, 5000), st.floats(0, 1), st.sampled_from([0.9, 0.95, 0.99]))
def test_the_bound_is_that_of_clopper_and_pearson(orders: int, share: float, confidence: float) -> None:
    errors = int(orders * share)
    known = 1.0 if errors == orders else float(beta.ppf(confidence, errors + 1, orders - errors))
    assert upper_bound(errors=errors, orders=orders, confidence=confidence) == pytest.approx(known, abs=1e-6)


@given(st.integers(0, 3000), st.floats(0, 1), st.sampled_from([0.9, 0.95, 0.99]))
def test_the_lower_bound_is_theirs_too(orders: int, share: float, confidence: float) -> None:
    errors = int(orders * share)
    known = float(beta.ppf(1 - confidence, errors, orders - errors + 1)) if errors else 0.0
    assert lower_bound(errors=errors, orders=orders, confidence=confidence) == pytest.approx(known, abs=1e-6)


@given(ORDERS, st.sampled_from([0.05, 0.2, 0.5]), st.sampled_from([20, 60]))
def test_a_threshold_is_given_only_where_its_own_orders_bear_it_out(
    tried: list[Tried], error: float, least: int
) -> None:
    goal = Goal(error=error, confidence=0.95, least=least)
    found = threshold_for(tried=tried, goal=goal)
    if found.threshold is None:
        return
    above = [one for one in tried if one.probability >= found.threshold]
    assert found.threshold in THRESHOLDS
    assert (found.orders, found.errors) == (len(above), sum(one.is_error for one in above))
    assert found.orders >= least
    assert found.bound is not None
    assert found.bound <= error
    assert found.control_bound <= error
    assert found.bound == pytest.approx(upper_bound(errors=found.errors, orders=found.orders, confidence=0.95))


@given(ORDERS, st.integers(0, 399))
def test_an_error_more_never_lowers_the_threshold(tried: list[Tried], place: int) -> None:
    goal = Goal(error=0.5, confidence=0.9, least=20)
    worse = [replace(one, is_error=one.is_error or number == place) for number, one in enumerate(tried)]
    higher, before = (threshold_for(tried=orders, goal=goal).threshold for orders in (worse, tried))
    assert higher is None or (before is not None and before <= higher)


def test_the_first_failure_ends_the_search() -> None:
    sure = [Tried(probability=0.99, is_error=False)] * 300
    wrong = [Tried(probability=0.9, is_error=True)] * 100
    right = [Tried(probability=0.6, is_error=False)] * 9000
    found = threshold_for(tried=[*sure, *wrong, *right], goal=GOAL)
    assert (found.threshold, found.errors) == (0.91, 0)


def test_too_few_orders_give_nothing_and_say_how_many_there_were() -> None:
    found = threshold_for(tried=[Tried(probability=0.99, is_error=False)] * 80, goal=GOAL)
    assert found == Found(threshold=None, orders=80, errors=0, bound=None)


def test_a_model_that_is_sure_and_wrong_gets_no_threshold_and_its_figures_say_why() -> None:
    tried = [Tried(probability=0.99, is_error=number % 8 == 0) for number in range(400)]
    found = threshold_for(tried=tried, goal=GOAL)
    assert (found.threshold, found.orders, found.errors) == (None, 400, 50)
    assert found.bound is not None
    assert found.bound > GOAL.error


def test_the_true_rate_stays_below_the_goal_in_ninety_five_of_a_hundred_cities() -> None:
    """A model that thinks too well of itself: the rule is held to the goal all the same."""
    rng = np.random.default_rng(20261123)
    goal, runs, broken, given_out = Goal(error=0.1, confidence=0.95, least=100), 200, 0, 0
    for _ in range(runs):
        sure = rng.beta(6, 1.2, size=1200)
        true_error = np.clip(1.15 * (1 - sure) + 0.02, 0, 1)
        wrong = rng.random(1200) < true_error
        tried = [Tried(probability=float(p), is_error=bool(e)) for p, e in zip(sure, wrong, strict=True)]
        found = threshold_for(tried=tried, goal=goal)
        if found.threshold is not None:
            given_out += 1
            broken += bool(true_error[sure >= found.threshold].mean() > goal.error)
    assert given_out > runs / 2
    assert broken <= runs * 0.05


def _control(*, orders: int, errors: int) -> list[Tried]:
    return [Tried(probability=0.99, is_error=number < errors, is_control=True) for number in range(orders)]


def test_a_control_sample_ends_it_only_where_it_proves_the_rule_worse() -> None:
    sure = [Tried(probability=0.99, is_error=False)] * 5000
    held = threshold_for(tried=[*sure, *_control(orders=40, errors=4)], goal=GOAL)
    assert (held.threshold, held.orders, held.errors) == (0.5, 5040, 4)
    assert (held.control_orders, held.control_errors) == (40, 4)
    assert 0.03 < held.control_bound < GOAL.error
    ended = threshold_for(tried=[*sure, *_control(orders=40, errors=6)], goal=GOAL)
    assert (ended.threshold, ended.orders, ended.errors, ended.control_errors) == (None, 5040, 6, 6)
    assert ended.control_bound > GOAL.error
    assert ended.bound is not None
    assert ended.bound < GOAL.error


def test_a_sound_rule_is_seldom_ended_and_one_whose_errors_nobody_reports_mostly() -> None:
    """Units report one error in ten of what the rule sent; of the control sample people see each."""
    rng = np.random.default_rng(20261124)
    runs, ended = 200, {0.04: 0, 0.12: 0}
    for true_error in ended:
        for _ in range(runs):
            control, wrong = rng.random(6000) < 0.05, rng.random(6000) < true_error
            seen = wrong & (control | (rng.random(6000) < 0.1))
            tried = [
                Tried(probability=0.99, is_error=bool(e), is_control=bool(c))
                for e, c in zip(seen, control, strict=True)
            ]
            ended[true_error] += threshold_for(tried=tried, goal=GOAL).threshold is None
    assert ended[0.04] <= runs * 0.05
    assert ended[0.12] >= runs * 0.9


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({}, ""),
        ({"mode": AutoDispatch.SHADOW}, ""),
        ({"mode": AutoDispatch.OFF}, "没有启用"),
        ({"model_number": None}, "没有在用的派单模型"),
        ({"model_number": 4}, "已经更换"),
        ({"newest": None}, "还没有计算过"),
        ({"at": MONDAY + FRESH + timedelta(minutes=1)}, "没有更新"),
        ({"goal": Goal(error=0.02, confidence=0.95, least=200)}, "目标已经修改"),
        (
            {
                "newest": Guarantee(
                    at=MONDAY,
                    days=30,
                    model_number=3,
                    found=Found(threshold=None, orders=9, errors=1, bound=None),
                    goal=GOAL,
                )
            },
            "达不到",
        ),
        ({"newest": replace(HOLDS, found=replace(HOLDS.found, threshold=None, control_bound=0.06))}, "抽检"),
    ],
)
def test_the_rule_switches_itself_off_and_says_why(changes: dict[str, object], said: str) -> None:
    asked: dict[str, object] = {
        "mode": AutoDispatch.ON,
        "newest": HOLDS,
        "goal": GOAL,
        "model_number": 3,
        "at": MONDAY + timedelta(hours=30),
    }
    found = why_not(**asked | changes)  # type: ignore[arg-type]  # a table of cases
    assert said in found
    assert bool(found) == bool(said)
