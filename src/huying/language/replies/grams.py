"""Character n-grams of replies, hashed: no vocabulary to keep, and the same numbers in learning and in guessing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

BUCKETS = 1 << 16
_LONGEST = 4
_MIX = np.uint64(0x9E3779B97F4A7C15)
_SHIFT = np.uint64(48)


@dataclass(frozen=True, kw_only=True)
class Grams:
    """Which buckets the texts fall into: ``rows[i]`` has ``columns[i]`` with ``values[i]``; a row's length is one."""

    count: int
    rows: NDArray[np.int64]
    columns: NDArray[np.int64]
    values: NDArray[np.float64]


def grams_of(texts: Sequence[str]) -> Grams:
    """Return the 1- to 4-grams of texts, each counted once a text."""
    codes = np.frombuffer("".join(f"\n{text}\n" for text in texts).encode("utf-32-le"), dtype=np.uint32)
    rows = np.repeat(np.arange(len(texts)), [len(text) + 2 for text in texts])
    found = [
        rows[: len(codes) - size + 1][whole] * BUCKETS + hashed[whole]
        for size in range(1, _LONGEST + 1)
        if len(codes) >= size
        for whole, hashed in [(rows[: len(codes) - size + 1] == rows[size - 1 :], _hashed(codes, size))]
    ]
    once = np.unique(np.concatenate(found)) if found else np.empty(0, dtype=np.int64)
    where, columns = once // BUCKETS, once % BUCKETS
    lengths = np.sqrt(np.bincount(where, minlength=len(texts)))
    return Grams(count=len(texts), rows=where, columns=columns, values=1 / lengths[where])


def scores_of(grams: Grams, *, weights: NDArray[np.floating], bias: float) -> NDArray[np.float64]:
    """Return the weighted sum of each text."""
    sums = np.full(grams.count, bias)
    np.add.at(sums, grams.rows, grams.values * weights[grams.columns])
    return sums


def _hashed(codes: NDArray[np.uint32], size: int) -> NDArray[np.int64]:
    mixed = np.zeros(len(codes) - size + 1, dtype=np.uint64)
    for place in range(size):
        mixed = (mixed + codes[place : len(codes) - size + 1 + place].astype(np.uint64) + np.uint64(size)) * _MIX
        mixed ^= mixed >> np.uint64(29)
    return (mixed >> _SHIFT).astype(np.int64)
