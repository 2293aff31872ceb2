"""吹哨报到: how a called unit stands, when a check and a rating are due.

依据: 北京市接诉即办工作条例 art 16 (departments respond in time and work under the street's scheduling), art 33
(双考核: the street that blows and the unit that reports are both assessed).
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

SCORES = range(1, 6)
"""约定: five steps, as stars are."""


class CallState(StrEnum):
    """How a unit that was called stands."""

    WAITING = "waiting"
    NO_SHOW = "no_show"
    ON_TIME = "on_time"
    LATE = "late"
    REFUSED = "refused"
    RELEASED = "released"


CALL_LABELS: dict[CallState, str] = {
    CallState.WAITING: "待报到",
    CallState.NO_SHOW: "逾期未到",
    CallState.ON_TIME: "按时报到",
    CallState.LATE: "迟到",
    CallState.REFUSED: "拒绝报到",
    CallState.RELEASED: "提前消哨，免到",
}


def call_state(
    *,
    arrive_by: datetime,
    arrived_at: datetime | None,
    refused_at: datetime | None,
    closed_at: datetime | None,
    at: datetime,
) -> CallState:
    """Say how a called unit stands at ``at``; ``closed_at`` is when the whistle ended.

    约定: a unit whose whistle ended before it had to be there is let off, and counted as neither.
    """
    if refused_at:
        return CallState.REFUSED
    if arrived_at:
        return CallState.ON_TIME if arrived_at <= arrive_by else CallState.LATE
    if (closed_at or at) > arrive_by:
        return CallState.NO_SHOW
    return CallState.RELEASED if closed_at else CallState.WAITING


def check_due(*, blown_at: datetime, due_at: datetime) -> datetime:
    """Return when the mid-term check (中期调度) is due. 约定: at half of the whistle's limit."""
    return blown_at + (due_at - blown_at) / 2
