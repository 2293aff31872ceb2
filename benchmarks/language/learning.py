"""Train on some rows and judge the others, so that near-identical texts never stand on both sides."""

from __future__ import annotations

import csv
import gzip
import os
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np

from huying.language.guessing import guess
from huying.language.linear import Texts
from huying.language.training.folds import folds_of
from huying.language.training.measures import measure

DATA = Path(os.environ.get("HUYING_SHARED_DATA", Path(__file__).parents[3] / "shared" / "data"))
FOLDS, SEED = 5, 5


def table(name: str) -> list[dict[str, str]] | None:
    """Return the rows of a file of the shared data; none, with a sentence, where it is absent."""
    if not (DATA / name).exists():
        print(f"没有数据 {name}，这一项没有测。")
        return None
    csv.field_size_limit(10_000_000)
    with gzip.open(DATA / name, "rt", encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def outer(
    texts: Texts, labels: Sequence[str], *, groups: Any, train: Callable[..., Any], columns: tuple[str, ...], folds: int
) -> dict[str, Any]:
    """Return the figures over outer folds; a fold's model is trained and calibrated on the others alone.

    ``macro_f1`` is over the labels of all folds together, ``macro_f1_mean_of_folds`` over those that each fold holds:
    a label with one text is right in no fold, and stands in one of them only.
    """
    fold = folds_of(groups, count=FOLDS, seed=SEED)
    truth: list[str] = []
    guesses: list[list[tuple[str, float]]] = []
    each: list[float] = []
    for number in range(folds):
        learnt, judged = np.flatnonzero(fold != number), np.flatnonzero(fold == number)
        of_fold = [labels[row] for row in judged.tolist()]
        found = split(texts, labels, learnt=learnt, judged=judged, train=train, columns=columns)
        each.append(measure(of_fold, found).macro_f1)
        truth += of_fold
        guesses += found
    mean = round(float(np.mean(each)), 4)
    return figures(truth, guesses) | {"macro_f1_mean_of_folds": mean, "folds": f"{folds} of {FOLDS}, seed {SEED}"}


def split(
    texts: Texts,
    labels: Sequence[str],
    *,
    learnt: Any,
    judged: Any,
    train: Callable[..., Any],
    columns: tuple[str, ...],
) -> list[list[tuple[str, float]]]:
    """Train on some rows with the command's own settings; return the guesses for others."""
    model, _ = train(
        texts=[texts[row] for row in learnt.tolist()], labels=[labels[row] for row in learnt.tolist()], columns=columns
    )
    return guess(artefact=model, texts=[texts[row] for row in judged.tolist()])


def figures(truth: Sequence[str], guesses: Sequence[Sequence[tuple[str, float]]]) -> dict[str, Any]:
    """Return what is reported of guesses."""
    found = asdict(measure(truth, guesses))
    shares = found.pop("automatic")
    del found["labels"]
    return {name: round(value, 4) for name, value in found.items()} | {
        f"automatic_at_{goal:.0%}": round(share, 4) for goal, share in shares.items()
    }
