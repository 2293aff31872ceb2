"""Fit the linear part: a support vector machine, the frequencies of pieces in each label, and the labels' own names."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, hstack
from sklearn.svm import LinearSVC

from huying.language.linear import Linear, Texts, blocks, column
from huying.language.ngrams import Cut, learn

SEED = 20180601
_ABSENT = -1.0  # the score of a label without an example: as far away as a machine's margin
_SMOOTH = 0.02
_TWO = 2


@dataclass(frozen=True, kw_only=True)
class Recipe:
    """How the linear part is fitted: its cuts, the price of an error, and how exactly (the machine's tolerance)."""

    cuts: tuple[Cut, ...]
    price: float
    tolerance: float


def fit(texts: Texts, truth: NDArray[np.int64], *, names: list[str], recipe: Recipe) -> tuple[Linear, Linear]:
    """Return the machine alone, and the machine with frequencies and names beside it; two labels must have texts."""
    known = tuple(learn(column(texts, cut.column), cut=cut, least=1) for cut in recipe.cuts)
    cut = hstack(blocks(texts, known=known), format="csr")
    weights, bias = _machine(cut, truth, count=len(names), recipe=recipe)
    named = hstack(blocks([(name,) * len(texts[0]) for name in names], known=known), format="csr")
    beside = np.hstack([weights, _frequencies(cut, truth, count=len(names)), named.toarray().T])
    ends = np.cumsum([len(one.idf) for one in known])[:-1]
    return (
        Linear(known=known, weights=_apart(weights, ends), bias=bias),
        Linear(known=known, weights=_apart(beside, ends), bias=np.concatenate([bias, np.zeros(2 * len(names))])),
    )


def _apart(weights: NDArray[Any], ends: NDArray[np.int64]) -> tuple[NDArray[np.float32], ...]:
    return tuple(np.ascontiguousarray(part, dtype=np.float32) for part in np.split(weights, ends))


def _machine(
    cut: Any, truth: NDArray[np.int64], *, count: int, recipe: Recipe
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    machine = LinearSVC(C=recipe.price, tol=recipe.tolerance, random_state=SEED)
    machine.fit(cut, truth)
    found, offset = machine.coef_, machine.intercept_
    if len(machine.classes_) == _TWO:  # of two labels the machine learns one
        found, offset = np.vstack([-found, found]), np.concatenate([-offset, offset])
    weights = np.zeros((found.shape[1], count), dtype=np.float32)
    weights[:, machine.classes_] = found.T
    bias = np.full(count, _ABSENT, dtype=np.float32)
    bias[machine.classes_] = offset
    return weights, bias


def _frequencies(cut: Any, truth: NDArray[np.int64], *, count: int) -> NDArray[np.float32]:
    """Return how much each piece speaks for each label (naive Bayes, against its mean over labels)."""
    rows = np.arange(len(truth))
    owners = csr_matrix((np.ones(len(rows), np.float32), (rows, truth)), shape=(len(rows), count))
    summed = (cut.T @ owners).toarray() + _SMOOTH
    logs = np.log(summed / summed.sum(axis=0))
    return np.asarray(logs - logs.mean(axis=1, keepdims=True), dtype=np.float32)
