"""Boosted trees as arrays: a few dozen small ones, asked for many rows at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

_AT_ONCE = 512  # rows; what is worked on stays in the processor's own memory


@dataclass(frozen=True, kw_only=True)
class Trees:
    """Nodes of all trees in one row; a leaf leads to itself. ``roots``: the first node of each tree."""

    roots: NDArray[np.int32]
    features: NDArray[np.int32]
    bounds: NDArray[np.float64]
    left: NDArray[np.int32]
    right: NDArray[np.int32]
    values: NDArray[np.float64]
    base: NDArray[np.float64]
    depth: int

    def sums(self, rows: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return for each row the sum of what the trees say (log odds)."""
        made = [self._some(rows[start : start + _AT_ONCE]) for start in range(0, len(rows), _AT_ONCE)]
        return np.concatenate(made) if made else np.zeros(0)

    def _some(self, rows: NDArray[np.float64]) -> NDArray[np.float64]:
        at = np.repeat(self.roots[:, None], len(rows), axis=1)
        cells, starts = rows.ravel(), np.arange(len(rows)) * rows.shape[1]
        for _ in range(self.depth):
            below = cells.take(starts + self.features.take(at)) <= self.bounds.take(at)
            at = np.where(below, self.left.take(at), self.right.take(at))
        return np.asarray(self.values.take(at).sum(axis=0) + self.base[0])


_ARRAYS = ("roots", "features", "bounds", "left", "right", "values", "base")


def packed(trees: Trees) -> tuple[dict[str, NDArray[Any]], dict[str, Any]]:
    """Return them as arrays and JSON for an artefact."""
    return {f"trees_{name}": getattr(trees, name) for name in _ARRAYS}, {"depth": trees.depth}


def unpacked(arrays: Any, about: Any) -> Trees:
    """Return those of an artefact."""
    return Trees(**{name: np.asarray(arrays[f"trees_{name}"]) for name in _ARRAYS}, depth=about["depth"])
