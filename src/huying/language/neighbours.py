"""Past texts that resemble a new one, found by the rare pieces that they share; no text is kept."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from huying.language.artefact import Artefact
from huying.language.linear import Texts, blocks
from huying.language.ngrams import Cut, Vocabulary

_POWERS = (2, 5)  # every likeness counts a little; only the closest count at all
_FEW = 0.05  # so little likeness in all tells nothing yet


@dataclass(frozen=True, kw_only=True)
class Neighbours:
    """Past texts as columns of their rare pieces, and the label of each."""

    known: Vocabulary
    rare: csr_matrix
    labels: NDArray[np.int64]

    def votes(self, texts: Texts, *, count: int) -> list[NDArray[np.float32]]:
        """Return twice one row a text, one column a label: shares of all who are alike, and of the closest."""
        alike = (blocks(texts, known=[self.known])[0] @ self.rare).tocsr()
        past = np.arange(len(self.labels))
        owners = csr_matrix((np.ones(len(past), np.float32), (past, self.labels)), shape=(len(past), count))
        found = []
        for power in _POWERS:
            raised = csr_matrix((alike.data**power, alike.indices, alike.indptr), shape=alike.shape)
            given = (raised @ owners).toarray()
            found.append(given / (given.sum(axis=1, keepdims=True) + _FEW**power))
        return found


def remember(texts: Texts, truth: NDArray[np.int64], *, known: Vocabulary) -> Neighbours:
    """Keep texts by their rare pieces."""
    return Neighbours(known=known, rare=blocks(texts, known=[known])[0].T.tocsr(), labels=truth)


def packed(past: Neighbours) -> tuple[dict[str, NDArray[Any]], dict[str, Any]]:
    """Return them as arrays and JSON for an artefact."""
    arrays: dict[str, NDArray[Any]] = {
        "past_ids": past.known.ids,
        "past_idf": past.known.idf,
        "past_values": past.rare.data,
        "past_texts": past.rare.indices,
        "past_bounds": past.rare.indptr,
        "past_labels": past.labels,
    }
    return arrays, {"past_cut": asdict(past.known.cut)}


def unpacked(artefact: Artefact) -> Neighbours:
    """Return those of an artefact."""
    arrays, cut = artefact.arrays, artefact.about["past_cut"]
    known = Vocabulary(cut=Cut(**{**cut, "sizes": tuple(cut["sizes"])}), ids=arrays["past_ids"], idf=arrays["past_idf"])
    rare = csr_matrix(
        (arrays["past_values"], arrays["past_texts"], arrays["past_bounds"]),
        shape=(len(known.idf), len(arrays["past_labels"])),
    )
    return Neighbours(known=known, rare=rare, labels=np.asarray(arrays["past_labels"]))
