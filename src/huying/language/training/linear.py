"""Fit the linear part: a support vector machine, the frequencies of pieces in each label, and the labels' own names."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, diags, hstack
from sklearn.svm import LinearSVC

from huying.language.linear import Linear, Texts, blocks, column
from huying.language.ngrams import Cut, learn

SEED = 20180601
_ABSENT = -1.0  # the score of a label without an example: as far away as a machine's margin
_SMOOTH = 0.02
_RARE = 0.1


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
    """Return the mean of two machines: one sees all pieces alike, one by how far each tells its label from the rest."""
    weights = np.zeros((cut.shape[1], count), dtype=np.float32)
    bias = np.full(count, _ABSENT, dtype=np.float32)
    summed = np.asarray(cut.sum(axis=0), dtype=np.float64).ravel()
    for label in np.unique(truth).tolist():
        own = truth == label
        scale = (1 + _telling(np.asarray(cut[own].sum(axis=0), dtype=np.float64).ravel(), summed)) / 2
        plain, offset = _learnt(cut, own, recipe)
        weighed, shift = _learnt(cut @ diags(scale), own, recipe)
        weights[:, label] = (plain + weighed * scale) / 2
        bias[label] = (offset + shift) / 2
    return weights, bias


def _learnt(cut: Any, own: NDArray[np.bool_], recipe: Recipe) -> tuple[NDArray[np.float64], float]:
    machine = LinearSVC(C=recipe.price, tol=recipe.tolerance, random_state=SEED).fit(cut, own)
    return machine.coef_[0], float(machine.intercept_[0])


def _telling(own: NDArray[np.float64], summed: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return how far each piece tells a label's texts from the others, 1 on average.

    By the ratio of its frequencies there (naive Bayes; Wang and Manning 2012, "Baselines and Bigrams").
    """
    here, elsewhere = own + _RARE, summed - own + _RARE
    ratio = np.abs(np.log(here / here.sum()) - np.log(elsewhere / elsewhere.sum()))
    mean = float(ratio[summed > 0].mean())
    return np.asarray(ratio / mean if mean else np.zeros_like(ratio))


def _frequencies(cut: Any, truth: NDArray[np.int64], *, count: int) -> NDArray[np.float32]:
    """Return how much each piece speaks for each label (naive Bayes, against its mean over labels)."""
    rows = np.arange(len(truth))
    owners = csr_matrix((np.ones(len(rows), np.float32), (rows, truth)), shape=(len(rows), count))
    summed = (cut.T @ owners).toarray() + _SMOOTH
    logs = np.log(summed / summed.sum(axis=0))
    return np.asarray(logs - logs.mean(axis=1, keepdims=True), dtype=np.float32)
