"""The unit of ``haikou12345``: by office, by unit with district, and for June 2018 from what lay before it."""

from __future__ import annotations

from typing import Any

import numpy as np

from benchmarks.language.learning import FOLDS, figures, outer, split, table
from huying.language.training.dispatch import train_dispatch
from huying.language.training.folds import groups_of

_JUNE = "2018-06"


def run(folds: int = FOLDS) -> dict[str, Any] | None:
    """Return the figures of each question."""
    rows = table("haikou12345_orders_dev.csv.gz")
    if rows is None:
        return None
    texts = [(row["content_nohint"],) for row in rows]
    groups, columns = groups_of(texts), ("content_nohint",)
    found = {
        f"dispatch_{label}": outer(
            texts, [row[label] for row in rows], groups=groups, train=train_dispatch, columns=columns, folds=folds
        )
        for label in ("office", "dept_raw")
    }
    june = np.array([row["created_date"] >= _JUNE for row in rows])
    before = ~june & ~np.isin(groups, groups[june])
    labels = [row["office"] for row in rows]
    guesses = split(
        texts,
        labels,
        learnt=np.flatnonzero(before),
        judged=np.flatnonzero(june),
        train=train_dispatch,
        columns=columns,
    )
    truth = [label for label, is_june in zip(labels, june, strict=True) if is_june]
    return {**found, "dispatch_june": figures(truth, guesses)}
