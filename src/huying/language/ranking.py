"""The second look: the best labels of the linear model are weighed again by what else is known of each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from huying.language.linear import Linear, Texts
from huying.language.neighbours import Neighbours

CONSIDERED = 8  # 约定: the right label is among so many in nineteen texts of twenty
_SMALL = 0.003


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """What a second look sees. ``linear`` has three columns a label: machine, frequencies, the label's own name."""

    linear: Linear
    past: Neighbours
    prior: NDArray[np.float64]

    def look(self, texts: Texts) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        """Return for each text its considered labels, best first, and for each of these a row of features."""
        count = len(self.prior)
        machine, frequency, name = np.split(self.linear.scores(texts), 3, axis=1)
        votes = self.past.votes(texts, count=count)
        top = np.argsort(-machine, axis=1, kind="stable")[:, :CONSIDERED]
        of: dict[str, NDArray[Any]] = {
            "machine": _picked(machine, top),
            "frequency": _picked(frequency, top),
            "name": _picked(name, top),
            "alike": np.log(_picked(votes[0], top) + _SMALL),
            "closest": np.log(_picked(votes[1], top) + _SMALL),
        }
        size = [sum(map(len, row)) for row in texts]
        features = [
            of["machine"],
            _ahead(of["machine"]),
            of["frequency"] - of["frequency"].max(axis=1, keepdims=True),
            of["alike"],
            _ahead(of["alike"]),
            of["closest"],
            _ahead(of["closest"]),
            of["name"],
            np.log(self.prior)[top],
            *_wide(top, np.arange(top.shape[1])[None, :], np.log1p(size)[:, None], of["machine"][:, :1]),
            *_wide(top, _gap(of["machine"])[:, None], votes[1].max(axis=1)[:, None]),
        ]
        return top, np.stack(features, axis=2).astype(np.float64)


def _picked(all_labels: NDArray[Any], top: NDArray[np.int64]) -> NDArray[Any]:
    return np.take_along_axis(all_labels, top, axis=1)


def _ahead(values: NDArray[Any]) -> NDArray[Any]:
    """Return by how much each stands above the best of the others."""
    order = np.sort(values, axis=1)
    best, second = order[:, -1:], order[:, -2:-1]
    return np.asarray(values - np.where(values == best, second, best))


def _gap(values: NDArray[Any]) -> NDArray[Any]:
    return np.asarray(values[:, 0] - values[:, 1])


def _wide(top: NDArray[np.int64], *features: NDArray[Any]) -> Sequence[NDArray[Any]]:
    return [np.broadcast_to(one, top.shape) for one in features]
