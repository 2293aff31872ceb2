"""Train both looks: the linear part, and the trees that weigh its best labels again; calibrate on texts never seen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize_scalar
from sklearn.linear_model import LogisticRegression

from huying.language import linear, neighbours, trees
from huying.language.artefact import Artefact
from huying.language.guessing import BEST, odds_to_shares
from huying.language.linear import Linear, Scores, Texts, column, shares
from huying.language.neighbours import remember
from huying.language.ngrams import ALL, Cut, learn
from huying.language.ranking import Evidence
from huying.language.training.card import card
from huying.language.training.folds import folds_of, groups_of
from huying.language.training.linear import SEED, Recipe, fit
from huying.language.training.measures import Measure, measure
from huying.language.training.trees import grow

_FOLDS = 4
_ENOUGH = 300  # 约定: with fewer texts a second look learns noise
_REMEMBERED = 50_000  # 约定: so many past texts, the newest, are looked up; a hundred megabytes
_RECENT = 3  # 约定: with a time, the newest third calibrates
_PAST = Cut(column=ALL, sizes=(2, 3))
_RARE = 200


@dataclass(frozen=True, kw_only=True)
class Task:
    """What a model is for: its code, its name for people, its recipe and how that is told.

    ``method`` tells the first look, and after 「；」 the second.
    """

    code: str
    title: str
    recipe: Recipe
    method: str


@dataclass(frozen=True, kw_only=True)
class _Seen:
    """What models that never saw a text make of it; one row a text that could be judged."""

    rows: NDArray[np.int64]
    folds: NDArray[np.int64]
    scores: Scores
    top: NDArray[np.int64]
    features: NDArray[np.float64]


def train(
    *, task: Task, texts: Texts, labels: Sequence[str], columns: tuple[str, ...], times: Sequence[str] | None
) -> tuple[Artefact, str]:
    """Return the model and its card. With ``times`` the texts come oldest first and the newest calibrate."""
    names = sorted(set(labels))
    truth = np.array([names.index(label) for label in labels], dtype=np.int64)
    folds = folds_of(groups_of(texts), count=_FOLDS, seed=SEED)
    alone, evidence = _fitted(texts, truth, names=names, recipe=task.recipe)
    seen = _apart(texts, truth, folds, names=names, recipe=task.recipe)
    about = {"columns": list(columns), "labels": names, "second_look": False, "heat": 1.0}
    looked = None
    if seen is not None and len(texts) >= _ENOUGH:
        looked = _second_look(seen, truth, names=names, recent=times is not None)
    if looked is not None:
        grown, fitted, _ = looked
        arrays, more = linear.packed(evidence.linear)
        for other in (neighbours.packed(evidence.past), trees.packed(grown)):
            arrays, more = {**arrays, **other[0]}, {**more, **other[1]}
        about |= {**more, **fitted, "second_look": True}
    else:
        arrays, more = linear.packed(alone)
        about |= more
        if seen is not None:
            about["heat"] = _heat(seen.scores, truth[seen.rows])
    arrays["prior"] = evidence.prior
    said = card(
        title=task.title,
        method=task.method if looked else f"{task.method.partition('；')[0]}；没有重排。",
        columns=columns,
        texts=texts,
        labels=labels,
        times=times,
        found=looked[2] if looked else None,
        how=_how(seen, count=len(texts), is_measured=looked is not None),
    )
    return Artefact(task=task.code, arrays=arrays, about=about), said


def _how(seen: _Seen | None, *, count: int, is_measured: bool) -> str:
    """Say how the scores were measured, or why neither they nor a second look are there."""
    if is_measured:
        return f"{_FOLDS} 折交叉验证，近似相同的文字总在同一折；每条由没有见过它的模型判断。"
    why = "类别太散，或文字大多近似相同，没有见过的几乎猜不中，请核对文字列和类别列"
    if count < _ENOUGH:
        why = f"样本太少，{count} 条，不足 {_ENOUGH} 条，请在积累更多工单后重新训练"
    return f"没有重排，也没有测成绩：{why}。{'' if seen else '概率没有校准。'}"


def _fitted(texts: Texts, truth: NDArray[np.int64], *, names: list[str], recipe: Recipe) -> tuple[Linear, Evidence]:
    alone, beside = fit(texts, truth, names=names, recipe=recipe)
    newest = slice(max(len(texts) - _REMEMBERED, 0), None)
    known = learn(column(texts[newest], _PAST.column), cut=_PAST, least=2, most=_RARE)
    past = remember(texts[newest], truth[newest], known=known)
    prior = np.bincount(truth, minlength=len(names)) + 0.5
    return alone, Evidence(linear=beside, past=past, prior=prior / prior.sum())


def _apart(
    texts: Texts, truth: NDArray[np.int64], folds: NDArray[np.int64], *, names: list[str], recipe: Recipe
) -> _Seen | None:
    """Judge each fold by what is learnt from the others; none: no fold can be spared."""
    found = []
    for fold in np.unique(folds):
        learnt, judged = np.flatnonzero(folds != fold), np.flatnonzero(folds == fold)
        if len(np.unique(truth[learnt])) <= 1:
            continue
        alone, evidence = _fitted([texts[row] for row in learnt.tolist()], truth[learnt], names=names, recipe=recipe)
        unseen = [texts[row] for row in judged.tolist()]
        top, features = evidence.look(unseen)
        found.append(_Seen(rows=judged, folds=folds[judged], scores=alone.scores(unseen), top=top, features=features))
    if not found:
        return None
    order = np.argsort(np.concatenate([one.rows for one in found]))
    joined = {
        name: np.concatenate([getattr(one, name) for one in found])[order]
        for name in ("rows", "folds", "scores", "top", "features")
    }
    return _Seen(**joined)


def _second_look(
    seen: _Seen, truth: NDArray[np.int64], *, names: list[str], recent: bool
) -> tuple[trees.Trees, dict[str, float], Measure] | None:
    """Grow the trees on all, and measure with trees grown on the other folds; none: too little was guessed right."""
    right = seen.top == truth[seen.rows][:, None]
    odds = np.zeros(right.shape)
    newest = slice(len(odds) - len(odds) // _RECENT, None) if recent else slice(None)
    if not all(right[some].any() for some in (newest, *(seen.folds != fold for fold in np.unique(seen.folds)))):
        return None
    for fold in np.unique(seen.folds):
        other, own = seen.folds != fold, seen.folds == fold
        grown = grow(_flat(seen.features[other]), right[other].ravel())
        odds[own] = grown.sums(_flat(seen.features[own])).reshape(right[own].shape)
    fitted = _line(odds[newest], right[newest])
    sure = odds_to_shares(odds, **fitted)
    order = np.argsort(-sure, axis=1, kind="stable")[:, :BEST]
    guesses = [
        [(names[top[place]], float(given[place])) for place in best]
        for top, given, best in zip(seen.top, sure, order, strict=True)
    ]
    found = measure([names[label] for label in truth[seen.rows]], guesses)
    return grow(_flat(seen.features), right.ravel()), fitted, found


def _flat(features: NDArray[np.float64]) -> NDArray[np.float64]:
    return features.reshape(-1, features.shape[2])


def _line(odds: NDArray[np.float64], right: NDArray[np.bool_]) -> dict[str, float]:
    """Return slope and shift that make odds honest (Platt scaling); right and wrong ones must both occur."""
    machine = LogisticRegression(C=1e4).fit(odds.reshape(-1, 1), right.ravel())
    return {"slope": float(machine.coef_[0, 0]), "shift": float(machine.intercept_[0])}


def _heat(scores: Scores, truth: NDArray[np.int64]) -> float:
    """Return the number by which scores must be multiplied to become honest shares (least log loss)."""
    rows = np.arange(len(truth))

    def loss(logarithm: float) -> float:
        given = shares(scores * np.exp(logarithm))[rows, truth]
        return float(-np.log(np.maximum(given, 1e-9)).mean())

    return float(np.exp(minimize_scalar(loss, bounds=(-3.0, 3.0), method="bounded").x))
