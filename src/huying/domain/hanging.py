"""挂账: until when a hard matter may be hung, and what is left of its limit when it is taken off the list.

约定 throughout (domain.md section 10; a public city-management platform hangs a case at most once and for at most
365 days): no norm of a hotline names a figure. A hung matter is written off only by a follow-up that finds it solved.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from huying.domain.errors import Conflict, Invalid
from huying.domain.policies import Policy
from huying.domain.workdays import (
    SHANGHAI,
    Calendar,
    day_in_shanghai,
    end_of_workday,
    last_day_before,
)

_DAY = timedelta(days=1)


class HangingTooLate(Conflict):
    """Asking after the due time."""

    code = "hanging_too_late"
    sentence = "办理时限已过，不能再申请挂账，请尽快办理并反馈。"


class HangingsUsedUp(Conflict):
    """More hangings than the policy grants."""

    code = "hangings_used_up"
    sentence = "本单的挂账次数已经用完，请在时限内办理并反馈。"


class HangingDayWrong(Invalid):
    """An end that is no later than the limit, or too far off."""

    code = "hanging_day_wrong"


def end_of_hanging(*, until: date, due_at: datetime, hung_before: int, at: datetime, policy: Policy) -> datetime:
    """Return the end of the last day ``until``, which the matter may be hung to; ``due_at`` is its limit now.

    ``hung_before`` counts the hangings it had.

    Raises:
        HangingTooLate, HangingsUsedUp, HangingDayWrong.

    """
    if at > due_at:
        raise HangingTooLate
    if hung_before >= policy.hanging_times:
        raise HangingsUsedUp
    ends_at = datetime.combine(until + _DAY, time(), tzinfo=SHANGHAI)
    latest = day_in_shanghai(at=at) + policy.hanging_max_days * _DAY
    sentence = ""
    if until > latest:
        sentence = f"最长可挂账 {policy.hanging_max_days} 天，请选择 {latest:%Y-%m-%d} 或更早的日期。"
    elif ends_at <= due_at:
        sentence = f"现在的办理时限到 {due_at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}，请选择更晚的日期，或直接按期办理。"
    if sentence:
        raise HangingDayWrong(sentence, fields={"until": sentence})
    return ends_at


def due_after_hanging(*, hung_at: datetime, due_before: datetime, ended_at: datetime, calendar: Calendar) -> datetime:
    """Return the limit of a matter that is handled on from ``ended_at``: what remained when it was hung.

    What remained is counted in working days after the day of the hanging, and is at least one. Always later than
    ``ended_at``, and never earlier than ``due_before``, which the caller was told.
    """
    day, last, left = day_in_shanghai(at=hung_at), last_day_before(at=due_before), 0
    while day < last:
        day += _DAY
        left += calendar.is_workday(day)
    return max(due_before, end_of_workday(after=day_in_shanghai(at=ended_at), n=max(1, left), calendar=calendar))
