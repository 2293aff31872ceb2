"""Learn what people say of replies: n-grams of the reply and plain figures, stacked.

The words' scores are those of models that did not see the row, else the trees would believe them too much. What is
chosen is chosen on inner folds; equal replies stay on one side of every fold.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.ensemble import GradientBoostingClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score, log_loss, precision_recall_fscore_support
from sklearn.model_selection import StratifiedGroupKFold

from huying.domain.errors import Invalid
from huying.language.artefact import Artefact
from huying.language.replies.features import NAMES, table_of
from huying.language.replies.grams import BUCKETS, grams_of
from huying.language.replies.model import TASK, pairs_of, softmax

Fold = tuple[NDArray[np.int64], NDArray[np.int64]]

SEED = 20
FOLDS = 5
# 约定: how strict the words' models are, and what is tried of the trees: number and depth.
_STRICTNESS = 10.0
_TREES = ((80, 2), (120, 3), (200, 4))
_RATE = 0.05
_LEAST_OF_A_LABEL = 10
_TEMPERATURES = np.linspace(0.5, 3.0, 26)
_NOISE = re.compile(r"[A-Za-z\d\W_]+")
_BINS = 10
# The rule by length alone that a model is compared with.
LONGER_THAN = 60


class RepliesUnfit(Invalid):
    """Too few labelled replies to learn from."""

    code = "replies_unfit"
    sentence = f"可以学习的答复太少：至少要有两种标签，每种不少于 {_LEAST_OF_A_LABEL} 条互不相同的。"


@dataclass(frozen=True, kw_only=True)
class _Learned:
    """What was learnt with one choice of trees, and how it did on rows that it had not seen."""

    trees: GradientBoostingClassifier
    temperature: float
    unseen: NDArray[np.float64]
    loss: float
    chosen: dict[str, int]


def train_reply(*, texts: list[tuple[str, ...]], labels: list[str], columns: tuple[str, ...]) -> tuple[Artefact, str]:
    """Return a model that guesses the label of a reply, and its card.

    ``columns`` names the texts of a row; the last is the reply. Raises ``RepliesUnfit``.
    """
    groups = groups_of([row[-1] for row in texts])
    counts = Counter(label for label, _ in set(zip(labels, groups.tolist(), strict=True)))
    if len(counts) <= 1 or min(counts.values()) < _LEAST_OF_A_LABEL:
        raise RepliesUnfit
    names = sorted(counts)
    wanted = np.array([names.index(label) for label in labels])
    pairs = pairs_of(texts)
    table = table_of(pairs)
    grams = grams_of([reply for _, reply in pairs])
    spread = csr_matrix((grams.values, (grams.rows, grams.columns)), shape=(grams.count, BUCKETS))
    folds = _folds(wanted, groups)
    words, scores = _of_words(spread, wanted, folds)
    both = np.column_stack([table, scores]).astype(np.float32)
    best = min((_learn(both, wanted, folds, trees) for trees in _TREES), key=lambda one: one.loss)
    artefact = Artefact(
        task=TASK,
        arrays={
            "word_weights": np.mean([weights for weights, _ in words], axis=0).astype(np.float32),
            "word_bias": np.mean([bias for _, bias in words], axis=0),
            **_stored(best.trees),
        },
        about={"labels": names, "columns": list(columns), "temperature": best.temperature, **best.chosen},
    )
    return artefact, _card(names, wanted, best, [reply for _, reply in pairs], columns)


def groups_of(replies: Sequence[str]) -> NDArray[np.int64]:
    """Number replies so that those that differ in names of users, figures and marks alone share a number."""
    seen: dict[str, int] = {}
    return np.array([seen.setdefault(_NOISE.sub("", reply), len(seen)) for reply in replies])


def calibration_error(probabilities: NDArray[np.float64], wanted: NDArray[np.int64]) -> float:
    """Return the expected calibration error of the likeliest label, in ten bins."""
    sure, right = probabilities.max(axis=1), probabilities.argmax(axis=1) == wanted
    bins = np.minimum((sure * _BINS).astype(int), _BINS - 1)
    return float(sum(abs(sure[bins == one].sum() - right[bins == one].sum()) for one in range(_BINS)) / len(wanted))


def _folds(wanted: NDArray[np.int64], groups: NDArray[np.int64]) -> list[Fold]:
    cut = StratifiedGroupKFold(n_splits=FOLDS, shuffle=True, random_state=SEED)
    return list(cut.split(wanted, wanted, groups))


def _of_words(
    spread: csr_matrix, wanted: NDArray[np.int64], folds: Sequence[Fold]
) -> tuple[list[tuple[NDArray[np.float64], NDArray[np.float64]]], NDArray[np.float64]]:
    """Return weights and bias of each fold's models, and what they gave the rows that they had not seen.

    One model a label; of two labels the second one's is enough.
    """
    labels = range(1, 2) if wanted.max() == 1 else range(wanted.max() + 1)
    models, scores = [], np.zeros((len(wanted), len(labels)))
    for seen, unseen in folds:
        fitted = [
            LogisticRegression(C=_STRICTNESS, solver="liblinear").fit(spread[seen], wanted[seen] == label)
            for label in labels
        ]
        models.append(
            (np.vstack([model.coef_ for model in fitted]), np.concatenate([model.intercept_ for model in fitted]))
        )
        scores[unseen] = np.column_stack([model.decision_function(spread[unseen]) for model in fitted])
    return models, scores


def _learn(
    both: NDArray[np.float32], wanted: NDArray[np.int64], folds: Sequence[Fold], trees: tuple[int, int]
) -> _Learned:
    scores = np.zeros((len(wanted), wanted.max() + 1))
    for seen, unseen in folds:
        scores[unseen] = _scores(_grown(trees).fit(both[seen], wanted[seen]), both[unseen])
    losses = [float(log_loss(wanted, softmax(scores / one))) for one in _TEMPERATURES]
    place = int(np.argmin(losses))
    return _Learned(
        trees=_grown(trees).fit(both, wanted),
        temperature=float(_TEMPERATURES[place]),
        unseen=softmax(scores / _TEMPERATURES[place]),
        loss=losses[place],
        chosen={"rounds": trees[0], "depth": trees[1]},
    )


def _grown(trees: tuple[int, int]) -> GradientBoostingClassifier:
    rounds, depth = trees
    return GradientBoostingClassifier(
        n_estimators=rounds,
        max_depth=depth,
        learning_rate=_RATE,
        subsample=0.7,
        max_features=0.3,
        min_samples_leaf=5,
        init="zero",
        random_state=SEED,
    )


def _scores(model: GradientBoostingClassifier, table: NDArray[np.float32]) -> NDArray[np.float64]:
    found = model.decision_function(table)
    return np.column_stack([np.zeros(len(table)), found]) if found.ndim == 1 else found


def _stored(model: GradientBoostingClassifier) -> dict[str, NDArray[Any]]:
    """Write trees as arrays: rounds × columns × nodes; a leaf leads to itself, and its value has the rate in it."""
    grown = [[one.tree_ for one in row] for row in model.estimators_]
    shape = (len(grown), len(grown[0]), max(tree.node_count for row in grown for tree in row))
    feature, left, right = (np.zeros(shape, dtype=np.int16) for _ in range(3))
    threshold, value = np.zeros(shape), np.zeros(shape)
    for first, row in enumerate(grown):
        for second, tree in enumerate(row):
            nodes = np.arange(tree.node_count)
            is_leaf = tree.children_left < 0
            place = (first, second, nodes)
            feature[place] = np.maximum(tree.feature, 0)
            threshold[place] = tree.threshold
            left[place] = np.where(is_leaf, nodes, tree.children_left)
            right[place] = np.where(is_leaf, nodes, tree.children_right)
            value[place] = tree.value[:, 0, 0] * model.learning_rate
    return {"feature": feature, "threshold": threshold, "left": left, "right": right, "value": value}


def _card(
    names: Sequence[str], wanted: NDArray[np.int64], best: _Learned, replies: Sequence[str], columns: Sequence[str]
) -> str:
    guessed = best.unseen.argmax(axis=1)
    precision, recall, f1, count = precision_recall_fscore_support(
        wanted, guessed, labels=range(len(names)), zero_division=0
    )
    is_long = np.array([len(reply) > LONGER_THAN for reply in replies])
    long = f1_score(wanted[is_long], guessed[is_long], average="macro", zero_division=0) if is_long.any() else 0.0
    rounds, depth = best.chosen["rounds"], best.chosen["depth"]
    rows = "\n".join(
        f"| {name} | {count[place]} | {precision[place]:.3f} | {recall[place]:.3f} | {f1[place]:.3f} |"
        for place, name in enumerate(names)
    )
    return f"""# 答复质量模型

- 学习的答复：{len(wanted)} 条；读取的列：{"、".join(columns)}（最后一列是答复）。
- 方法：1 到 4 字片段（散列到 {BUCKETS} 格）的逻辑回归，加 {len(NAMES)} 个数；{rounds} 轮、深 {depth} 层的提升树。
- 下表是 {FOLDS} 折交叉的结果，相同的答复在同一折，随机种子 {SEED}；树的大小也在这些折上选，所以略偏乐观。

| 标签 | 条数 | 准确率 | 召回率 | F1 |
|---|---|---|---|---|
{rows}

- 超过 {LONGER_THAN} 个字的答复 {is_long.sum()} 条，其中宏平均 F1 {long:.3f}：除了长短，它还看得出什么。
- 校准误差（10 档）：{calibration_error(best.unseen, wanted):.3f}。
- 已知弱点：只学到标签本身的口径；写得长却没有回答的，请同时看规则指出的句子。它是线索，不作为处理的依据。
"""
