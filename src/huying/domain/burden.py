"""减轻基层负担: when a unit carries much more than others of its kind.

依据: 国办函〔2025〕66号 (五) 应由职能部门办理的不得分派给基层, (六) 优化评价机制、为基层减负 (features Q-10). 约定: no
norm says how much is too much; a unit is marked where a figure of it is above so many per cent of the median of its
kind, which is dated policy. A mark is a reason to look, for whoever shares out the work; it says nothing against the
unit.
"""

from __future__ import annotations

from collections.abc import Iterable
from statistics import median

_ENOUGH = 3
"""Units of a kind below which a median says nothing. 约定."""


def median_of(values: Iterable[float]) -> float | None:
    """Return the middle of what the units of a kind carry, ``None`` of too few."""
    found = list(values)
    return float(median(found)) if len(found) >= _ENOUGH else None


def is_heavy(value: float | None, *, middle: float | None, percent: int) -> bool:
    """Say whether a figure is above ``percent`` of the median of its kind; never where that is none or nought."""
    return bool(value and middle) and 100 * (value or 0) > percent * (middle or 0)
