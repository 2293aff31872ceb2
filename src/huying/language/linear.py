"""A linear model of pieces of text: one column of weights a label, read from an artefact or made in training."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from huying.language.artefact import Artefact
from huying.language.ngrams import ALL, Cut, Vocabulary, letters, vectors

Texts = Sequence[tuple[str, ...]]
Scores = NDArray[np.float32]


@dataclass(frozen=True, kw_only=True)
class Linear:
    """What is known of each cut, and its weights (one row a piece, one column a label)."""

    known: tuple[Vocabulary, ...]
    weights: tuple[NDArray[np.float32], ...]
    bias: NDArray[np.float32]

    def scores(self, texts: Texts) -> Scores:
        """Return one row a text, one column a label; not yet probabilities."""
        parts = blocks(texts, known=self.known)
        total = sum(part @ weights for part, weights in zip(parts, self.weights, strict=True)) + self.bias
        return np.asarray(total, dtype=np.float32)


def blocks(texts: Texts, *, known: Sequence[Vocabulary]) -> list[Any]:
    """Return one sparse matrix a cut; each column of the texts is made plain once."""
    plain = {number: letters(column(texts, number)) for number in {one.cut.column for one in known}}
    return [vectors(plain[one.cut.column], known=one) for one in known]


def column(texts: Texts, number: int) -> list[str]:
    """Return one column of the texts; ``ALL``: all of them joined."""
    return ["".join(row) for row in texts] if number == ALL else [row[number] for row in texts]


def packed(model: Linear) -> tuple[dict[str, NDArray[Any]], dict[str, Any]]:
    """Return a model as arrays and JSON for an artefact."""
    arrays: dict[str, NDArray[Any]] = {"bias": model.bias}
    for number, (one, weights) in enumerate(zip(model.known, model.weights, strict=True)):
        arrays |= {f"ids{number}": one.ids, f"idf{number}": one.idf, f"weights{number}": weights}
    return arrays, {"cuts": [asdict(one.cut) for one in model.known]}


def unpacked(artefact: Artefact) -> Linear:
    """Return the model of an artefact; its arrays stay where they are mapped."""
    cuts = [Cut(**{**cut, "sizes": tuple(cut["sizes"])}) for cut in artefact.about["cuts"]]
    arrays = artefact.arrays
    return Linear(
        known=tuple(
            Vocabulary(cut=cut, ids=arrays[f"ids{number}"], idf=arrays[f"idf{number}"])
            for number, cut in enumerate(cuts)
        ),
        weights=tuple(arrays[f"weights{number}"] for number in range(len(cuts))),
        bias=arrays["bias"],
    )


def shares(scores: NDArray[Any]) -> NDArray[np.float64]:
    """Return each row as shares that add up to one (softmax)."""
    raised = np.exp(scores.astype(np.float64) - scores.max(axis=1, keepdims=True))
    return np.asarray(raised / raised.sum(axis=1, keepdims=True))
