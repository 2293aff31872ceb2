"""预警灯: how near a clock is to its due time."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from enum import StrEnum

from huying.domain.policies import Policy


class Light(StrEnum):
    """The colour beside an order in a queue."""

    GREEN = "green"
    YELLOW = "yellow"
    RED = "red"


LIGHT_LABELS: dict[Light, str] = {Light.GREEN: "正常", Light.YELLOW: "临期", Light.RED: "超期"}


def nearly_due_at(*, started_at: datetime, due_at: datetime, policy: Policy) -> datetime:
    """Return the moment, in UTC and not before the start, from which a clock counts as nearly due.

    约定: when the policy's share of the limit or its number of hours is left, whichever comes first.
    """
    start, end = started_at.astimezone(UTC), due_at.astimezone(UTC)
    share = (end - start) * float(policy.nearly_due_share)
    return max(start, end - max(share, timedelta(hours=policy.nearly_due_hours)))


def light(*, started_at: datetime, due_at: datetime, at: datetime, policy: Policy) -> Light:
    """Return the light of a clock at ``at``; give a stopped clock the moment it stopped.

    Red only after the due moment, as ``deadlines.result``.
    """
    if at > due_at:
        return Light.RED
    nearly = nearly_due_at(started_at=started_at, due_at=due_at, policy=policy)
    return Light.YELLOW if at >= nearly else Light.GREEN
