"""How good guesses are: right, right among three, over all labels alike, and as sure as they say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import precision_recall_fscore_support

_BINS = 15


@dataclass(frozen=True, kw_only=True)
class LabelScore:
    """One label: share of its guesses that were right, share of its texts that were found, how many texts."""

    label: str
    precision: float
    recall: float
    f1: float
    texts: int


@dataclass(frozen=True, kw_only=True)
class Measure:
    """Shares from 0 to 1. ``automatic``: share of texts above the threshold that keeps the given precision."""

    top1: float
    top3: float
    macro_f1: float
    calibration_error: float
    automatic: dict[float, float]
    labels: tuple[LabelScore, ...]


def measure(truth: Sequence[str], guesses: Sequence[Sequence[tuple[str, float]]]) -> Measure:
    """Compare guesses, best first, with what people decided."""
    first = [row[0][0] for row in guesses]
    sure = np.array([row[0][1] for row in guesses])
    right = np.array([guess == label for guess, label in zip(first, truth, strict=True)])
    third = [label in [guess for guess, _ in row[:3]] for row, label in zip(guesses, truth, strict=True)]
    names = sorted(set(truth))
    each = precision_recall_fscore_support(truth, first, labels=names, zero_division=0.0)
    return Measure(
        top1=float(right.mean()),
        top3=float(np.mean(third)),
        macro_f1=float(np.mean(each[2])),
        calibration_error=calibration_error(sure, right),
        automatic={goal: automatic_share(sure, right, goal=goal) for goal in (0.95, 0.98)},
        labels=tuple(
            LabelScore(label=name, precision=float(p), recall=float(r), f1=float(f), texts=int(n))
            for name, p, r, f, n in zip(names, *each, strict=True)
        ),
    )


def calibration_error(sure: NDArray[np.float64], right: NDArray[np.bool_]) -> float:
    """Return the expected calibration error over fifteen bins that hold equally many guesses."""
    bins = np.array_split(np.argsort(sure, kind="stable"), _BINS)
    return float(sum(abs(right[one].mean() - sure[one].mean()) * len(one) for one in bins if len(one)) / len(sure))


def automatic_share(sure: NDArray[np.float64], right: NDArray[np.bool_], *, goal: float) -> float:
    """Return the largest share of guesses, surest first, of which at least ``goal`` are right."""
    order = np.argsort(-sure, kind="stable")
    kept = np.flatnonzero(np.cumsum(right[order]) / np.arange(1, len(order) + 1) >= goal)
    return float(kept[-1] + 1) / len(order) if len(kept) else 0.0
