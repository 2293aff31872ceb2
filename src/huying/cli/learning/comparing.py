"""Judge the new model and its rival on the same newest orders."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from huying.domain.candidates import as_successors
from huying.domain.model_choice import rivalry
from huying.foundation import clock
from huying.language.artefact import Artefact
from huying.language.guessing import guess
from huying.language.novelty import unknown_share
from huying.language.training.dispatch import train_dispatch
from huying.language.training.matter import train_matter
from huying.language.training.measures import Measure, measure
from huying.learning.choices import Task
from huying.learning.queries.examples import COLUMNS, Example

Guesses = list[list[tuple[str, float]]]


@dataclass(frozen=True, kw_only=True)
class Compared:
    """Both on the same orders. ``figures`` is what the version's row keeps."""

    is_better: bool
    figures: dict[str, Any]
    said: str


@dataclass(frozen=True, kw_only=True)
class Rival:
    """The model in use; without one (``artefact`` none) the guess is always the commonest label.

    ``taken_over``: labels that it learnt and another one answers for today.
    """

    number: int
    artefact: Artefact | None
    taken_over: Mapping[str, str]


def compare(*, task: Task, before: Sequence[Example], judged: Sequence[Example], rival: Rival) -> Compared:
    """Train on what lies before the judged orders, and let both guess these."""
    trial, _ = train(task=task, rows=before)
    texts, truth = [one.cells for one in judged], [one.label for one in judged]
    new = guess(artefact=trial, texts=texts)
    if rival.artefact is not None:
        old = guess(artefact=rival.artefact, texts=texts)
        other = [as_successors(row, successors=rival.taken_over) for row in old]
    else:
        commonest = Counter(one.label for one in before).most_common(5)
        other = [[(label, count / len(before)) for label, count in commonest]] * len(judged)
    won = rivalry(new=_right(new, truth), other=_right(other, truth))
    mine, his = measure(truth, new), measure(truth, other)
    name = f"现用的第 {rival.number} 版" if rival.number else "总猜最常见的一类"
    figures = {
        "judged": len(judged),
        "judged_from": judged[0].at.isoformat(),
        "judged_to": judged[-1].at.isoformat(),
        **_shares(mine),
        "unknown": unknown_share(artefact=trial, texts=texts),
        "rival": {"number": rival.number, **_shares(his)},
        "won": won.won,
        "lost": won.lost,
        "labels": dict(Counter(one.label for one in (*before, *judged))),
    }
    said = (
        f"在最近 {len(judged)} 件工单上，新模型首选正确 {mine.top1:.1%}，{name} {his.top1:.1%}"
        f"（只有新模型对的 {won.won} 件，只有后者对的 {won.lost} 件）。"
    )
    return Compared(is_better=won.is_better, figures=figures, said=said)


def train(*, task: Task, rows: Sequence[Example]) -> tuple[Artefact, str]:
    """Return a model of these orders and its card."""
    trainer = train_matter if task is Task.MATTER else train_dispatch
    return trainer(
        texts=[one.cells for one in rows],
        labels=[one.label for one in rows],
        columns=COLUMNS[task],
        times=[clock.day_of(one.at).isoformat() for one in rows],
    )


def _right(guesses: Guesses, truth: Sequence[str]) -> list[bool]:
    return [row[0][0] == label for row, label in zip(guesses, truth, strict=True)]


def _shares(found: Measure) -> dict[str, float]:
    return {
        "top1": found.top1,
        "top3": found.top3,
        "macro_f1": found.macro_f1,
        "calibration_error": found.calibration_error,
    }
