"""How far the present has moved away from what a model learnt."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import log

_SMOOTH = 0.5
# 约定, as is the custom of scoring: below a tenth nothing moved, above a quarter much did.
_MOVED, _MUCH = 0.1, 0.25
_FELL = 0.05  # 约定: so much lower is told
_FEWEST = 30  # 约定: fewer orders say nothing of a share


@dataclass(frozen=True, kw_only=True)
class Drift:
    """The last weeks beside the training: shares from 0 to 1; ``moved`` is the population stability index."""

    weeks: int
    orders: int
    agreed: float
    agreed_then: float
    unknown: float
    unknown_then: float
    moved: float

    @property
    def needs_training(self) -> bool:
        """Say whether the model should be trained anew."""
        return self.orders >= _FEWEST and (self.agreed_then - self.agreed > _FELL or self.moved > _MUCH)

    @property
    def sentence(self) -> str:
        """Say it plainly."""
        if self.orders < _FEWEST:
            return f"近 {self.weeks} 周只有 {self.orders} 件可以比较的工单，还看不出变化。"
        mix = "没有明显变化" if self.moved <= _MOVED else "有些变化" if self.moved <= _MUCH else "变化很大"
        said = (
            f"近 {self.weeks} 周与训练时相比："
            f"首选与人工结果一致的占 {self.agreed:.1%}（训练时 {self.agreed_then:.1%}），"
            f"类别构成{mix}（稳定性指数 {self.moved:.2f}），"
            f"没有见过的文字占 {self.unknown:.1%}（训练时 {self.unknown_then:.1%}）。"
        )
        return said + ("建议重新训练。" if self.needs_training else "不必重新训练。")


def moved(*, then: Mapping[str, int], now: Mapping[str, int]) -> float:
    """Return the population stability index of two mixes of labels, less what chance alone would give, from 0.

    With many labels and few orders the index is large though nothing moved: about (labels - 1) times the sum of the
    inverse numbers of orders. 约定: that much is taken off.
    """
    labels = then.keys() | now.keys()
    before, after = sum(then.values()), sum(now.values())
    if len(labels) <= 1 or not before or not after:
        return 0.0
    smooth = _SMOOTH * len(labels)
    index = 0.0
    for label in labels:
        old = (then.get(label, 0) + _SMOOTH) / (before + smooth)
        new = (now.get(label, 0) + _SMOOTH) / (after + smooth)
        index += (new - old) * log(new / old)
    return max(0.0, index - (len(labels) - 1) * (1 / before + 1 / after))
