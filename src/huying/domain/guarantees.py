"""自动派单的把握: above which probability a rule may dispatch, so that it errs no more often than the city allows.

The rule is tested on the city's own recent orders, never on what the model says of itself. 依据: learn-then-test
(Angelopoulos et al. 2021) with the exact bound of Clopper and Pearson (1934). The policy's figures are 约定.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from math import exp, lgamma, log, log1p

from huying.domain.reading import fraction, one_of, whole


class AutoDispatch(StrEnum):
    """How far a centre trusts the rule: not at all, beside its people, or alone."""

    OFF = "off"
    SHADOW = "shadow"
    ON = "on"


AUTO_DISPATCH_LABELS: dict[AutoDispatch, str] = {
    AutoDispatch.OFF: "关闭",
    AutoDispatch.SHADOW: "试运行（只记录，不派单）",
    AutoDispatch.ON: "启用",
}
AUTO_DISPATCH: dict[str, Callable[[object], object]] = {
    "auto_dispatch": one_of(AUTO_DISPATCH_LABELS),
    "auto_dispatch_error": fraction,
    "auto_dispatch_confidence": fraction,
    "auto_dispatch_days": whole(least=1, most=365),
    "auto_dispatch_least": whole(least=20, most=100_000),
    "auto_dispatch_control_percent": whole(least=0, most=50),
}
"""The policy's parameters of the rule, with their readers."""
# 约定: every hundredth from 0.99 down to a half; below that the model itself thinks it more likely wrong than right.
THRESHOLDS: tuple[float, ...] = tuple(percent / 100 for percent in range(99, 49, -1))
_ROUNDING = 1e-9
FRESH = timedelta(days=2)
"""How long a guarantee holds that no newer one replaced: a night may fail, two may not. 约定."""


@dataclass(frozen=True, kw_only=True)
class Goal:
    """How often the rule may err (a share), how sure we must be of that (a share), on how many orders at least."""

    error: float
    confidence: float
    least: int


@dataclass(frozen=True, kw_only=True)
class Tried:
    """One decided order: how sure the model was of its first unit, and whether that was wrong.

    ``is_control``: the rule could have sent it, and it was drawn to be left to a person (抽检).
    """

    probability: float
    is_error: bool
    is_control: bool = False


@dataclass(frozen=True, kw_only=True)
class Found:
    """What the orders allow: the threshold, with the orders at or above it, the errors among them and their bound.

    Without a threshold the figures are those of the highest one that had orders enough, or, where the control sample
    refutes the rule, of the one that would have been found; ``bound`` is ``None`` where
    none had, and ``orders`` then counts all. ``control_bound`` is the least that the error rate of the control sample
    may be, 0 without one.
    """

    threshold: float | None
    orders: int
    errors: int
    bound: float | None
    control_orders: int = 0
    control_errors: int = 0
    control_bound: float = 0.0


def upper_bound(*, errors: int, orders: int, confidence: float) -> float:
    """Return the Clopper–Pearson upper bound (one-sided) of an error rate, from 0 to 1; 1 without orders."""
    if errors >= orders:
        return 1.0
    low, high = errors / orders, 1.0
    for _ in range(60):
        middle = (low + high) / 2
        if at_most(errors, orders=orders, rate=middle) > 1 - confidence:
            low = middle
        else:
            high = middle
    return high


def lower_bound(*, errors: int, orders: int, confidence: float) -> float:
    """Return the Clopper–Pearson lower bound (one-sided) of an error rate, from 0 to 1; 0 without orders."""
    return 1 - upper_bound(errors=orders - errors, orders=orders, confidence=confidence)


def at_most(errors: int, *, orders: int, rate: float) -> float:
    """Return how likely at most so many errors are among so many orders, each wrong at ``rate`` (between 0 and 1)."""
    yes, no, whole = log(rate), log1p(-rate), lgamma(orders + 1)
    return sum(
        exp(whole - lgamma(k + 1) - lgamma(orders - k + 1) + k * yes + (orders - k) * no) for k in range(errors + 1)
    )


def threshold_for(*, tried: Sequence[Tried], goal: Goal) -> Found:
    """Return the lowest threshold at which the rule errs no more often than the goal says.

    There is none where the control sample proves that it errs more often: of what the rule sends by itself only that
    is seen to be wrong which a unit says to be.
    """
    found = _lowest(tried=tried, goal=goal)
    control = [one.is_error for one in tried if one.is_control]
    bound = lower_bound(errors=sum(control), orders=len(control), confidence=goal.confidence)
    return replace(
        found,
        threshold=None if bound > goal.error else found.threshold,
        control_orders=len(control),
        control_errors=sum(control),
        control_bound=bound,
    )


def _lowest(*, tried: Sequence[Tried], goal: Goal) -> Found:
    """Return the lowest threshold that all orders together allow.

    The thresholds are tested one after another from the highest that has ``least`` orders downwards, and the first
    failure ends it: in a fixed order each may be tested at the full level without allowance for many tests. Where to
    begin depends on the probabilities alone, never on the errors, so that it is no test.
    """
    ranked = sorted(tried, key=lambda one: -one.probability)
    sure = [-one.probability for one in ranked]
    wrong = [0]
    for one in ranked:
        wrong.append(wrong[-1] + one.is_error)
    best = None
    for threshold in THRESHOLDS:
        orders = bisect_right(sure, -threshold + _ROUNDING)
        if orders < max(goal.least, 1):
            continue
        errors = wrong[orders]
        if errors < orders and at_most(errors, orders=orders, rate=goal.error) <= 1 - goal.confidence:
            best = (threshold, orders, errors)
            continue
        if best is None:
            bound = upper_bound(errors=errors, orders=orders, confidence=goal.confidence)
            return Found(threshold=None, orders=orders, errors=errors, bound=bound)
        break
    if best is None:
        return Found(threshold=None, orders=len(ranked), errors=wrong[-1], bound=None)
    threshold, orders, errors = best
    bound = upper_bound(errors=errors, orders=orders, confidence=goal.confidence)
    return Found(threshold=threshold, orders=orders, errors=errors, bound=min(bound, goal.error))


@dataclass(frozen=True, kw_only=True)
class Guarantee:
    """What a night found in the orders of so many days, and of which version of the model."""

    at: datetime
    days: int
    model_number: int
    found: Found
    goal: Goal

    @property
    def is_refuted(self) -> bool:
        """Say whether the control sample proves that the rule errs more often than the goal says."""
        return self.found.control_bound > self.goal.error


def why_not(*, mode: AutoDispatch, newest: Guarantee | None, goal: Goal, model_number: int | None, at: datetime) -> str:
    """Return why the rule does not hold now, in a sentence; empty where it does, in trial or alone.

    It switches itself off: nobody has to notice that a guarantee is old, or of another model. 约定.
    """
    is_other = newest is not None and newest.model_number != model_number
    reasons = (
        (mode is AutoDispatch.OFF, "口径中没有启用自动派单。"),
        (model_number is None, "现在没有在用的派单模型，自动派单停用。"),
        (newest is None, "还没有计算过错误率上限，自动派单停用。"),
        (is_other, "派单模型已经更换，新模型的错误率上限还没有算出，自动派单停用。"),
        (newest is not None and newest.goal != goal, "口径的错误率目标已经修改，还没有按新目标计算，自动派单停用。"),
        (newest is not None and at - newest.at > FRESH, "错误率上限已有两天没有更新，自动派单停用。"),
        (newest is not None and newest.is_refuted, "抽检留给派单员的工单证明错误率超过目标，自动派单停用。"),
        (newest is not None and newest.found.threshold is None, "最近的工单达不到错误率目标，自动派单停用。"),
    )
    return next((sentence for holds, sentence in reasons if holds), "")
