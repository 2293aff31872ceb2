"""推诿扯皮指数: what counts as shifting an order off, how much, and the index made of it.

依据: 北京市接诉即办工作条例 art 14 (首接负责制: no shifting), art 33 (双考核), art 35 (推诿 is answered for); S004
names 拒不接单 and 反复退单 for supervision. 约定: no norm gives a figure; what is counted are facts that the system
holds, the weights are dated policy, and a high index is a lead for a person, never a penalty by itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from huying.domain.policies import Policy


class Shirk(StrEnum):
    """A way to shift an order off."""

    WRONGFUL_RETURN = "wrongful_return"
    REFUSED_CALL = "refused_call"
    NO_SHOW = "no_show"
    UNSIGNED = "unsigned"
    HANDED_ON = "handed_on"
    REASSIGNED = "reassigned"


SHIRK_LABELS: dict[Shirk, str] = {
    Shirk.WRONGFUL_RETURN: "无效退单",
    Shirk.REFUSED_CALL: "拒绝报到",
    Shirk.NO_SHOW: "未到场",
    Shirk.UNSIGNED: "超时签收",
    Shirk.HANDED_ON: "反复交办",
    Shirk.REASSIGNED: "获准改派",
}


@dataclass(frozen=True, kw_only=True)
class Instance:
    """One fact that counts: the unit, what it did to which order, and when."""

    unit_id: int
    shirk: Shirk
    number: str
    title: str
    at: datetime


def weight_of(shirk: Shirk, *, policy: Policy) -> int:
    """Return how many points one fact of a kind weighs."""
    return {
        Shirk.WRONGFUL_RETURN: policy.shirk_wrongful_return,
        Shirk.REFUSED_CALL: policy.shirk_refused_call,
        Shirk.NO_SHOW: policy.shirk_no_show,
        Shirk.UNSIGNED: policy.shirk_unsigned,
        Shirk.HANDED_ON: policy.shirk_handed_on,
        Shirk.REASSIGNED: policy.shirk_reassigned,
    }[shirk]


def points(counts: Mapping[Shirk, int], *, policy: Policy) -> int:
    """Return the weighed sum of a unit's facts."""
    return sum(count * weight_of(shirk, policy=policy) for shirk, count in counts.items())


def shirking_index(*, points: int, handled: int) -> Decimal | None:
    """Return the points per hundred matters that the unit was given, to one place; ``None`` where it was given none.

    约定: given are the orders that it was to lead and the calls to the spot that it got.
    """
    return (Decimal(100 * points) / handled).quantize(Decimal("0.1")) if handled else None
