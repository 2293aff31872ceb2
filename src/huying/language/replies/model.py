"""Guess what people would say of a reply, by a model that was trained on their labels."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from huying.language.artefact import Artefact
from huying.language.replies.features import table_of
from huying.language.replies.grams import grams_of, scores_of

TASK = "reply"
_AT_ONCE = 500


def guess_replies(*, artefact: Artefact, texts: Sequence[tuple[str, ...]]) -> list[list[tuple[str, float]]]:
    """Return the labels of each row with their probabilities, the likeliest first.

    The last text of a row is the reply, those before it the title and the message.
    """
    labels: list[str] = list(artefact.about["labels"])
    found = []
    for start in range(0, len(texts), _AT_ONCE):
        rows = probabilities(artefact=artefact, texts=texts[start : start + _AT_ONCE])
        found += [
            [(labels[place], float(row[place])) for place in np.argsort(-row, kind="stable").tolist()] for row in rows
        ]
    return found


def probabilities(*, artefact: Artefact, texts: Sequence[tuple[str, ...]]) -> NDArray[np.float64]:
    """Return a row of calibrated probabilities for each text, in the order of the artefact's labels."""
    pairs = pairs_of(texts)
    grams = grams_of([reply for _, reply in pairs])
    words = [
        scores_of(grams, weights=row, bias=float(bias))
        for row, bias in zip(artefact.arrays["word_weights"], artefact.arrays["word_bias"], strict=True)
    ]
    table = np.column_stack([table_of(pairs), *words]).astype(np.float32)
    scores = raw_scores(table, artefact.arrays)
    return softmax(scores / float(artefact.about["temperature"]))


def pairs_of(texts: Sequence[tuple[str, ...]]) -> list[tuple[str, str]]:
    """Return message and reply of each row."""
    return [("\n".join(row[:-1]), row[-1]) for row in texts]


def raw_scores(table: NDArray[np.float32], arrays: object) -> NDArray[np.float64]:
    """Sum what the trees give each row: a column a label; of two labels the first one is 0.

    ``arrays`` holds the trees: ``feature``, ``threshold``, ``left``, ``right``, ``value`` (rounds × labels × nodes); a
    leaf leads to itself.
    """
    trees: dict[str, NDArray[np.float64]] = arrays  # type: ignore[assignment]  # as the artefact keeps them
    feature, threshold = trees["feature"].astype(np.int64), trees["threshold"]
    left, right, value = trees["left"], trees["right"], trees["value"]
    rounds, columns, _ = feature.shape
    first, second = np.ogrid[:rounds, :columns]
    scores = np.zeros((len(table), columns))
    for place, row in enumerate(table):
        node = np.zeros((rounds, columns), dtype=np.int64)
        while True:
            follows = np.where(
                row[feature[first, second, node]] <= threshold[first, second, node],
                left[first, second, node],
                right[first, second, node],
            )
            if (follows == node).all():
                break
            node = follows
        scores[place] = value[first, second, node].sum(axis=0)
    return np.column_stack([np.zeros(len(table)), scores]) if columns == 1 else scores


def softmax(scores: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return probabilities from scores, a row each."""
    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    found: NDArray[np.float64] = powers / powers.sum(axis=1, keepdims=True)
    return found
