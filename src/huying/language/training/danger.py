"""``make danger``: learn what danger sounds like from the sentences of ``reference/danger``, and keep the weights."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.model_selection import KFold
from sklearn.svm import LinearSVC

from huying.language.danger.kinds import DangerKind
from huying.language.danger.learnt import CUT, WEIGHTS, bare, pieces_of
from huying.language.danger.reading import as_heard
from huying.language.ngrams import Vocabulary, learn, letters, vectors

KINDS = tuple(kind for kind in DangerKind if kind is not DangerKind.HARD)
_PRICE, _SEED, _FOLDS = 1.0, 20261123, 5
# 约定: so many of the harmless sentences may sound like danger to a model that never saw them.
_IN_VAIN = 0.05


@dataclass(frozen=True, kw_only=True)
class Learnt:
    """What is kept: pieces, their weights (one row a piece, one column a kind), from which score on a kind is heard."""

    known: Vocabulary
    weights: NDArray[np.float16]
    bias: NDArray[np.float32]
    bound: float


def learn_danger(said: Sequence[tuple[str, frozenset[DangerKind]]]) -> Learnt:
    """Learn from sentences and the kinds of danger in each; the bound is found on sentences that a model never saw."""
    unheard = np.zeros(len(said))
    for learnt, judged in KFold(_FOLDS, shuffle=True, random_state=_SEED).split(said):
        known, weights, bias = _fit([said[row] for row in learnt])
        for row in judged:
            scores = vectors(letters(pieces_of(said[row][0])), known=known) @ weights + bias
            unheard[row] = scores.max()
    harmless = np.array([not kinds for _, kinds in said])
    known, weights, bias = _fit(said)
    return Learnt(
        known=known,
        weights=weights.astype(np.float16),
        bias=bias.astype(np.float32),
        bound=float(np.quantile(unheard[harmless], 1 - _IN_VAIN)),
    )


def sentences(path: Path) -> list[tuple[str, frozenset[DangerKind]]]:
    """Read sentences, one JSON object a line: ``say``, the kinds that are ``now`` in it and ``weak`` (feared, past)."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return [(as_heard(row["say"]), frozenset(map(DangerKind, row["now"] + row["weak"]))) for row in rows]


def _fit(
    said: Sequence[tuple[str, frozenset[DangerKind]]],
) -> tuple[Vocabulary, NDArray[np.float64], NDArray[np.float64]]:
    # Every piece of a harmless text is harmless; of one of danger only the whole is known to be.
    told = [(piece, kinds) for text, kinds in said for piece in ([bare(text)] if kinds else pieces_of(text))]
    texts = [text for text, _ in told]
    known = learn(texts, cut=CUT, least=2)
    cut: Any = vectors(letters(texts), known=known)
    machines = [
        LinearSVC(C=_PRICE, class_weight="balanced", random_state=_SEED).fit(cut, [kind in kinds for _, kinds in told])
        for kind in KINDS
    ]
    weights = np.stack([machine.coef_[0] for machine in machines], axis=1)
    return known, weights, np.array([float(machine.intercept_[0]) for machine in machines])


def main(target: Path, *sources: Path) -> None:
    """Write the weights."""
    found = learn_danger([one for source in sources for one in sentences(source)])
    np.savez_compressed(
        target / WEIGHTS,
        buckets=np.flatnonzero(found.known.ids >= 0).astype(np.uint32),
        idf=found.known.idf,
        weights=found.weights,
        bias=found.bias,
        bound=np.float32(found.bound),
        kinds=np.array([kind.value for kind in KINDS]),
    )


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
