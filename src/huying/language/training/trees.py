"""Grow boosted trees with scikit-learn and keep them as plain arrays."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from sklearn.ensemble import HistGradientBoostingClassifier

from huying.language.trees import Trees

_DEPTH, _COUNT = 4, 60


def grow(rows: NDArray[np.float64], right: NDArray[np.bool_]) -> Trees:
    """Return trees that tell right from wrong; both must occur."""
    forest = HistGradientBoostingClassifier(
        max_iter=_COUNT,
        learning_rate=0.12,
        max_depth=_DEPTH,
        max_leaf_nodes=2**_DEPTH,
        min_samples_leaf=40,
        l2_regularization=5,
        early_stopping=False,
        random_state=0,
    ).fit(rows, right)
    # scikit-learn gives no public way to its trees; a test compares what ours say with what theirs say.
    nodes = [tree.nodes for (tree,) in forest._predictors]  # noqa: SLF001
    starts = np.cumsum([0, *map(len, nodes)])[:-1]
    leaf = np.concatenate([one["is_leaf"] for one in nodes]).astype(bool)
    shift = np.repeat(starts, list(map(len, nodes)))
    own = np.arange(len(leaf))
    return Trees(
        roots=starts.astype(np.int32),
        features=np.concatenate([one["feature_idx"] for one in nodes]).astype(np.int32),
        bounds=np.concatenate([one["num_threshold"] for one in nodes]).astype(np.float64),
        left=np.where(leaf, own, np.concatenate([one["left"] for one in nodes]) + shift).astype(np.int32),
        right=np.where(leaf, own, np.concatenate([one["right"] for one in nodes]) + shift).astype(np.int32),
        values=np.where(leaf, np.concatenate([one["value"] for one in nodes]), 0.0),
        base=np.asarray(forest._baseline_prediction, dtype=np.float64).ravel(),  # noqa: SLF001
        depth=_DEPTH,
    )
