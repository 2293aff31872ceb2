"""Guess labels of texts with a trained model: the five best, each with how sure we are."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from huying.language import linear, neighbours, trees
from huying.language.artefact import Artefact
from huying.language.linear import Texts, column, shares
from huying.language.ngrams import ALL, letters
from huying.language.ranking import Evidence

BEST = 5


def guess(*, artefact: Artefact, texts: Texts) -> list[list[tuple[str, float]]]:
    """Return for each text up to five labels, the surest first, with calibrated probabilities.

    A text is a tuple of cells, one for each of ``artefact.about["columns"]``. Where it holds nothing to read, the
    probabilities are the labels' shares of history (models from before these were kept guess as ever).
    """
    if not texts:
        return []
    top, sure = _ranked(artefact, texts) if artefact.about["second_look"] else _plain(artefact, texts)
    top, sure = _by_share(artefact, texts, top, sure)
    order = np.argsort(-sure, axis=1, kind="stable")[:, :BEST]
    best, sure = np.take_along_axis(top, order, axis=1), np.take_along_axis(sure, order, axis=1)
    names = artefact.about["labels"]
    return [
        [(names[label], float(share)) for label, share in zip(row, given, strict=True)]
        for row, given in zip(best.tolist(), sure.tolist(), strict=True)
    ]


def odds_to_shares(odds: NDArray[np.float64], *, slope: float, shift: float) -> NDArray[np.float64]:
    """Return calibrated probabilities; those of a text together are no more than one."""
    sure = 1 / (1 + np.exp(-(slope * odds + shift)))
    return np.asarray(sure / np.maximum(sure.sum(axis=1, keepdims=True), 1.0))


def evidence_of(artefact: Artefact) -> Evidence:
    """Return what the second look of a model sees."""
    return Evidence(
        linear=linear.unpacked(artefact),
        past=neighbours.unpacked(artefact),
        prior=np.asarray(artefact.arrays["prior"]),
    )


def _by_share(
    artefact: Artefact, texts: Texts, top: NDArray[np.int64], sure: NDArray[np.float64]
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Return the guesses with those of texts without a letter put by the commonest labels and their shares."""
    silent = np.bincount(letters(column(texts, ALL)).rows, minlength=len(texts)) == 0
    if "prior" not in artefact.arrays or not silent.any():
        return top, sure
    prior = np.asarray(artefact.arrays["prior"])
    common = np.argsort(-prior, kind="stable")[: top.shape[1]]
    return np.where(silent[:, None], common, top), np.where(silent[:, None], prior[common], sure)


def _ranked(artefact: Artefact, texts: Texts) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    top, features = evidence_of(artefact).look(texts)
    about = artefact.about
    said = trees.unpacked(artefact.arrays, about).sums(features.reshape(-1, features.shape[2]))
    return top, odds_to_shares(said.reshape(top.shape), slope=about["slope"], shift=about["shift"])


def _plain(artefact: Artefact, texts: Texts) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    scores = linear.unpacked(artefact).scores(texts)
    top = np.broadcast_to(np.arange(scores.shape[1]), scores.shape)
    return top, shares(scores * artefact.about["heat"])
