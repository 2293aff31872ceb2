"""Texts as numbers: pieces of one to three characters, hashed, counted and weighed, the same for training and guessing.

A text is first made plain, character by character: half width, lower case, simplified, without blanks. A piece is
then two or three numbers multiplied into one bucket of a table, so that no dictionary of strings is ever asked.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray
from opencc import OpenCC
from scipy.sparse import csr_matrix

BITS = 20  # 约定: a million buckets a cut; a big city's history fills a fifth of them
ALL = -1  # instead of a column: all columns joined
_PLANE = 0x10000
_PRIVATE = 0xE000  # a character beyond the first plane (emoji) is folded into the private area
_ANSWERED = np.array([ord(a) << 16 | ord(b) for a, b in ("答复", "回复", "反馈")], dtype=np.uint32)
# Odd numbers of 64 bits, one for each length of a piece (multiply-shift hashing, Dietzfelbinger et al. 1997).
_ODD = (0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0xD6E8FEB86659FD93, 0xA0761D6478BD642F)


@dataclass(frozen=True, kw_only=True)
class Cut:
    """How one column of a text is cut: lengths of the pieces, how much of it, weight among others.

    ``head``: only so many letters at its beginning; ``answers``: only so many before each word of answering, where
    a text tells of an earlier order who answered it. 0: all.
    """

    column: int
    sizes: tuple[int, ...]
    head: int = 0
    answers: int = 0
    weight: float = 1.0


@dataclass(frozen=True, kw_only=True)
class Vocabulary:
    """The pieces of a cut that are known: ``ids`` for each bucket (-1: unknown), ``idf`` for each id."""

    cut: Cut
    ids: NDArray[np.int32]
    idf: NDArray[np.float32]


@dataclass(frozen=True, kw_only=True)
class Letters:
    """The plain characters of many texts in one row, and to which text each belongs."""

    codes: NDArray[np.uint16]
    rows: NDArray[np.int64]
    count: int

    def head(self, length: int) -> Letters:
        """Return the first ``length`` characters of each text."""
        starts = np.searchsorted(self.rows, np.arange(self.count))
        kept = np.arange(len(self.rows)) - starts[self.rows] < length
        return Letters(codes=self.codes[kept], rows=self.rows[kept], count=self.count)

    def before_answers(self, length: int) -> Letters:
        """Return the ``length`` characters before each word of answering, where those of its text reach so far."""
        pairs = self.codes[:-1].astype(np.uint32) << np.uint32(16) | self.codes[1:]
        said = np.flatnonzero(np.isin(pairs, _ANSWERED) & (self.rows[:-1] == self.rows[1:]))
        kept = np.zeros(len(self.rows), dtype=bool)
        for step in range(1, length + 1):
            near, word = (said - step)[said >= step], said[said >= step]
            kept[near[self.rows[near] == self.rows[word]]] = True
        return Letters(codes=self.codes[kept], rows=self.rows[kept], count=self.count)


def letters(texts: Sequence[str]) -> Letters:
    """Make texts plain."""
    codes = np.frombuffer("".join(texts).encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    if len(codes) and codes.max() >= _PLANE:
        codes = np.where(codes >= _PLANE, codes & 0xFFF | _PRIVATE, codes)
    plain = _plain()[codes]
    rows = np.repeat(np.arange(len(texts)), [len(text) for text in texts])
    kept = plain != 0
    return Letters(codes=plain[kept], rows=rows[kept], count=len(texts))


def learn(texts: Sequence[str], *, cut: Cut, least: int, most: int | None = None) -> Vocabulary:
    """Return the pieces that stand in at least ``least`` of the texts, and in no more than ``most``."""
    rows, buckets = pieces(letters(texts), cut)
    once = np.unique((rows.astype(np.uint64) << np.uint64(BITS)) | buckets) & np.uint64((1 << BITS) - 1)
    seen = np.bincount(once.astype(np.int64), minlength=1 << BITS)
    known = (seen >= max(least, 1)) & (seen <= (most or len(texts)))
    ids = np.where(known, np.cumsum(known) - 1, -1).astype(np.int32)
    idf = np.log((1 + len(texts)) / (1 + seen[known])) + 1
    return Vocabulary(cut=cut, ids=ids, idf=idf.astype(np.float32))


def vectors(all_letters: Letters, *, known: Vocabulary) -> Any:
    """Return one sparse row a text (float32): ``(1 + log count) * idf``, of the cut's weight in length."""
    rows, buckets = pieces(all_letters, known.cut)
    size = len(known.idf)
    ids = known.ids[buckets]
    kept = ids >= 0
    keys = rows[kept].astype(np.uint64) * np.uint64(size) + ids[kept].astype(np.uint64)
    if all_letters.count * size < 1 << 32:
        keys = keys.astype(np.uint32)  # sorted twice as fast
    keys.sort()
    starts = np.flatnonzero(np.concatenate(([True], keys[1:] != keys[:-1]))) if len(keys) else np.zeros(0, np.int64)
    counts = np.diff(starts, append=len(keys)).astype(np.float32)
    rows_of, ids_of = np.divmod(keys[starts], keys.dtype.type(size or 1))
    rows_of = rows_of.astype(np.int64)
    values = (1 + np.log(counts)) * known.idf[ids_of]
    lengths = np.sqrt(np.bincount(rows_of, values * values, minlength=all_letters.count))
    values *= (known.cut.weight / np.maximum(lengths, 1e-9)).astype(np.float32)[rows_of]
    ends = np.cumsum(np.bincount(rows_of, minlength=all_letters.count))
    bounds = np.concatenate(([0], ends)).astype(np.int32)
    return csr_matrix((values, ids_of.astype(np.int32), bounds), shape=(all_letters.count, size))


def pieces(all_letters: Letters, cut: Cut) -> tuple[NDArray[np.int64], NDArray[np.uint64]]:
    """Return for each piece its text and its bucket."""
    of = all_letters.head(cut.head) if cut.head else all_letters
    of = of.before_answers(cut.answers) if cut.answers else of
    codes, found_rows, found = of.codes.astype(np.uint64), [], []
    for size in cut.sizes:
        count = max(len(codes) - size + 1, 0)
        key = codes[:count].copy()
        for step in range(1, size):
            key |= codes[step : step + count] << np.uint64(16 * step)
        bucket = (key * np.uint64(_ODD[size - 1])) >> np.uint64(64 - BITS)
        inside = of.rows[:count] == of.rows[size - 1 : size - 1 + count]
        found_rows.append(of.rows[:count][inside])
        found.append(bucket[inside])
    return np.concatenate(found_rows), np.concatenate(found)


@lru_cache(maxsize=1)
def _plain() -> NDArray[np.uint16]:
    """Return the plain character of each character of the first plane; 0 for blanks and what is not seen."""
    whole = [chr(code) for code in range(_PLANE)]
    table = np.zeros(_PLANE, dtype=np.uint16)
    shown = [c for c in whole if unicodedata.category(c)[0] not in "ZC" or unicodedata.category(c) == "Co"]
    halves = [unicodedata.normalize("NFKC", c).lower() for c in shown]
    # One character must stay one: what falls apart (㈠) keeps its own shape.
    singles = [half if len(half) == 1 else c for c, half in zip(shown, halves, strict=True)]
    simple = OpenCC("t2s").convert("\n".join(singles)).split("\n")
    for c, plain in zip(shown, simple, strict=True):
        table[ord(c)] = ord(plain) if len(plain) == 1 and ord(plain) < _PLANE else ord(c)
    return table
