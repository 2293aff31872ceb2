"""Level-one matter of ``teddy_t2`` (seven classes), groups of duplicates kept together."""

from __future__ import annotations

from typing import Any

import numpy as np

from benchmarks.language.learning import FOLDS, outer, table
from huying.language.training.matter import train_matter


def run(folds: int = FOLDS) -> dict[str, Any] | None:
    """Return the figures over the outer folds."""
    rows = table("teddy_t2_classify_dev.csv.gz")
    if rows is None:
        return None
    texts = [(row["title"], row["detail"]) for row in rows]
    groups = np.unique([row["dup_group"] for row in rows], return_inverse=True)[1]
    labels = [row["level1"] for row in rows]
    columns = ("title", "detail")
    return {"matter": outer(texts, labels, groups=groups, train=train_matter, columns=columns, folds=folds)}
