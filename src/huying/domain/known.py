"""已有工单: whether what a caller says is known already, how likely, why, and what follows from it.

约定: the weights. They say no more than that a reason counts more or less than another; what an operator is shown is
the reasons, and the operator decides.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import exp

from huying.domain.states import FINAL, State

LIKELY = 0.5
"""From here on an order is shown."""

_START, _TEXT = -3.3, 7.0
_SAME_PLACE, _OTHER_PLACE = 1.5, -1.8
_SAME_REGION, _SAME_MATTER, _SAME_CALLER = 0.7, 0.8, 1.3
# The longer ago, the less; days up to which a step holds.
_TIMES = ((3, 0.5, "三天内"), (7, 0.3, "一周内"), (30, 0.0, "一个月内"))
_LONG_AGO = -0.3
_WORTH_SAYING = 0.2
# Told at the door, or not taken up: nothing is in hand or finished there.
_NEVER_TAKEN = frozenset(
    {State.WITHDRAWN, State.DECLINED, State.OUT_OF_SCOPE, State.STATUTORY_ROUTE, State.EMERGENCY, State.PROGRESS_TOLD}
)


class Known(StrEnum):
    """What an order that is likely of the same thing calls for."""

    NO_NEWS = "no_news"
    SAME_EVENT = "same_event"
    EARLIER = "earlier"


KNOWN_LABELS: dict[Known, str] = {
    Known.NO_NEWS: "同一来电人，没有新情况",
    Known.SAME_EVENT: "同一件事",
    Known.EARLIER: "以前反映过",
}


@dataclass(frozen=True, kw_only=True)
class Compared:
    """An order beside what is said now. ``text`` from 0 to 1; ``place`` is a name both tell.

    ``is_elsewhere``: both name places, and none in common. ``is_earlier``: the order came before what is said; ``days``
    lie between the two.
    """

    text: float
    place: str
    is_elsewhere: bool
    is_same_region: bool
    is_same_matter: bool
    is_same_caller: bool
    is_earlier: bool
    days: float
    state: State


def likelihood(found: Compared) -> float:
    """Return how likely an order is of the same thing, between 0 and 1."""
    step = next((worth for most, worth, _ in _TIMES if found.days <= most), _LONG_AGO)
    weight = _START + _TEXT * found.text + step
    weight += _SAME_PLACE * bool(found.place) + _OTHER_PLACE * found.is_elsewhere
    weight += _SAME_REGION * (found.is_same_region and not found.place) + _SAME_MATTER * found.is_same_matter
    weight += _SAME_CALLER * found.is_same_caller
    return 1 / (1 + exp(-weight))


def kind_of(found: Compared, *, has_news: bool) -> Known:
    """Return what a likely order calls for; ``has_news``: the caller tells what the order does not say.

    依据: 条例 art 11 (三): the same matter, in hand or finished, without new facts or reasons: tell progress or result;
    国办函〔2025〕66号 (五): 重复诉求原则上并单处理. 约定: what counts as new.
    """
    if not found.is_earlier:
        return Known.SAME_EVENT
    if found.is_same_caller and not has_news and found.state not in _NEVER_TAKEN:
        return Known.NO_NEWS
    return Known.EARLIER if found.state in FINAL or found.is_same_caller else Known.SAME_EVENT


def reasons_of(found: Compared) -> tuple[str, ...]:
    """Return why, in words, the strongest first; what speaks against it too."""
    said = [
        f"文字相近 {found.text:.0%}" if found.text >= _WORTH_SAYING else "",
        f"同一地点（{found.place}）" if found.place else "地点不同" if found.is_elsewhere else "",
        "同一来电人" if found.is_same_caller else "",
        "同一区域" if found.is_same_region else "",
        "同一事项" if found.is_same_matter else "",
        next((words for most, _, words in _TIMES if found.days <= most), ""),
    ]
    return tuple(words for words in said if words)


def place_in_common(one: Sequence[str], other: Sequence[str]) -> tuple[str, bool]:
    """Return the first place that both name, and whether they name different ones only."""
    common = next((name for name in one if name in other), "")
    return common, bool(one and other and not common)
