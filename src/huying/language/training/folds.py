"""Divide texts so that near-identical ones never stand on both sides."""

from __future__ import annotations

import re

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import connected_components

from huying.language.linear import Texts

_NO_LETTER = re.compile(r"[^a-zA-Z㐀-鿿]")
_HEAD = 60  # 约定: texts with the same first sixty letters are the same text, whatever its numbers
_TELLING = 8  # a column alone ties two texts only if it has so many letters


def groups_of(texts: Texts) -> NDArray[np.int64]:
    """Return the number of each text's group: the same letters at its head, as a whole or in one of its columns."""
    keys: dict[tuple[int, str], int] = {}
    rows, found = [], []
    for row, cells in enumerate(texts):
        heads = [_NO_LETTER.sub("", cell)[:_HEAD] for cell in cells]
        marks = [(column, head) for column, head in enumerate(heads) if len(head) >= _TELLING]
        for mark in [(-1, " ".join(heads)), *marks]:
            rows.append(row)
            found.append(keys.setdefault(mark, len(keys)))
    size = len(texts) + len(keys)
    ties = csr_matrix((np.ones(len(rows), bool), (rows, np.add(found, len(texts)))), shape=(size, size))
    return np.asarray(connected_components(ties, directed=False)[1][: len(texts)], dtype=np.int64)


def folds_of(groups: NDArray[np.int64], *, count: int, seed: int) -> NDArray[np.int64]:
    """Return the fold (from 0) of each text; a group lies in one fold."""
    drawn = np.random.default_rng(seed).permutation(int(groups.max()) + 1)
    return np.asarray(drawn[groups] % count, dtype=np.int64)
