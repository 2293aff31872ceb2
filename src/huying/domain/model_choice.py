"""When a newly trained model is offered in place of the one in use."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import sqrt

from huying.domain.errors import Invalid

LEAST_LEARNT, LEAST_JUDGED = 200, 50
"""约定: with fewer orders nothing is learnt, and nothing can be compared."""
_NEWEST_WEEKS = timedelta(weeks=4)
_LUCK = 1.645  # 约定: one chance in twenty (one-sided) that the better one is better by luck alone


class TooFewOrders(Invalid):
    """Not enough decided orders to learn from, or to compare with the model in use."""

    code = "too_few_orders"
    sentence = "已办结的工单还不够训练模型，请在积累更多工单后再试。"


@dataclass(frozen=True, kw_only=True)
class Rivalry:
    """Of the orders that both judged: how many only the new one got right, and how many only the other."""

    won: int
    lost: int

    @property
    def is_better(self) -> bool:
        """Say whether the new one is right more often than luck explains (sign test at 5 %, 约定)."""
        apart = self.won + self.lost
        return apart > 0 and self.won - self.lost - 1 >= _LUCK * sqrt(apart)


def rivalry(*, new: Sequence[bool], other: Sequence[bool]) -> Rivalry:
    """Compare, order by order, who was right."""
    pairs = list(zip(new, other, strict=True))
    return Rivalry(won=sum(a and not b for a, b in pairs), lost=sum(b and not a for a, b in pairs))


def require_news(*, times: Sequence[datetime], offered_until: datetime) -> None:
    """Refuse to train again while an offer waits that has seen nearly all: it would be the same. ``TooFewOrders``."""
    news = sum(at > offered_until for at in times)
    if news < 2 * LEAST_JUDGED:
        raise TooFewOrders(
            f"已有一版模型待采用，它训练以来新办结的工单只有 {news} 件，不必重新训练，请先决定是否采用它。"
        )


def judged_count(*, times: Sequence[datetime], seen_until: datetime | None) -> int:
    """Return how many of the newest orders (``times`` rise) judge both models.

    They are of the newest four weeks, and later than everything the model in use has seen (``seen_until``); at most a
    quarter of all orders, or half of the unseen ones, so that the new model has news to learn from. Raises
    ``TooFewOrders``.
    """
    needed = LEAST_LEARNT + LEAST_JUDGED
    if len(times) < needed:
        raise TooFewOrders(f"可用于训练的已办结工单只有 {len(times)} 件，至少要 {needed} 件，请在积累更多工单后再试。")
    unseen = sum(at > seen_until for at in times) if seen_until else len(times)
    most = min(unseen // 2 if seen_until else len(times) // 4, len(times) - LEAST_LEARNT)
    if most < LEAST_JUDGED:
        raise TooFewOrders(
            f"现用模型训练以来新办结的工单只有 {unseen} 件，至少要 {2 * LEAST_JUDGED} 件才能比较，请过一段时间再训练。"
        )
    since = times[-1] - _NEWEST_WEEKS
    return min(max(sum(at > since for at in times), LEAST_JUDGED), most)
