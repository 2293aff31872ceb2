"""时限: when a clock runs out, what an extension adds, how a clock ended."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from huying.domain.errors import Conflict, Invalid
from huying.domain.limits import Limit, LimitUnit
from huying.domain.policies import DeadlineRule, Policy, Round
from huying.domain.workdays import (
    SHANGHAI,
    Calendar,
    add_workdays,
    day_in_shanghai,
    end_of_workday,
    last_day_before,
)


class ClockResult(StrEnum):
    """How a clock stands."""

    RUNNING = "running"
    MET = "met"
    OVERDUE = "overdue"


RESULT_LABELS: dict[ClockResult, str] = {
    ClockResult.RUNNING: "计时中",
    ClockResult.MET: "按时",
    ClockResult.OVERDUE: "超时",
}


class ClockStopped(Conflict):
    """An application on a clock that no longer runs."""

    code = "clock_stopped"
    sentence = "这一环节已经办完，不能再申请延期。"


class ExtensionTooLate(Conflict):
    """An application after the due time."""

    code = "extension_too_late"
    sentence = "办理时限已过，不能再申请延期，请尽快办理并反馈。"


class ExtensionPending(Conflict):
    """A second application while the first waits for its decision."""

    code = "extension_pending"
    sentence = "已有一份延期申请在等待审批，请等审批后再申请。"


class ExtensionsUsedUp(Conflict):
    """More extensions than the policy grants."""

    code = "extensions_used_up"
    sentence = "延期次数已经用完，请在时限内办理并反馈。"


class NoExtensionPending(Conflict):
    """A decision where nothing was asked for."""

    code = "no_extension_pending"
    sentence = "没有等待审批的延期申请，请刷新后核对。"


class ExtensionTooLong(Invalid):
    """A longer extension than the policy grants at once."""

    code = "extension_too_long"


@dataclass(frozen=True, kw_only=True)
class Clock:
    """One stage of one round, measured: from ``started_at`` to ``due_at``, both aware.

    ``extended`` counts the granted extensions; ``asked`` is the one that waits for a decision.
    """

    rule_code: str
    started_at: datetime
    due_at: datetime
    stopped_at: datetime | None = None
    extended: int = 0
    asked: Limit | None = None


def due(*, limit: Limit, start: datetime, calendar: Calendar) -> datetime:
    """Return when the limit runs out that starts at ``start``, in Asia/Shanghai.

    约定: hours and natural days run on through nights and holidays, a natural day being 24 hours;
    working days as ``workdays.add_workdays``. Raises ``ValueError`` if ``start`` is naive.
    """
    if limit.unit is LimitUnit.WORKING_DAY:
        return add_workdays(at=start, n=limit.amount, calendar=calendar)
    return _run_on(start, limit)


def extend(*, due_at: datetime, by: Limit, calendar: Calendar) -> datetime:
    """Return the due time that a granted extension gives: the old one and the length, always later.

    约定: a due time at midnight is the end of the day just over, so that five working days extended by
    five end when ten would have.
    """
    if by.unit is LimitUnit.WORKING_DAY:
        return end_of_workday(after=last_day_before(at=due_at), n=by.amount, calendar=calendar)
    return _run_on(due_at, by)


def _run_on(at: datetime, limit: Limit) -> datetime:
    day_in_shanghai(at=at)
    length = timedelta(hours=limit.amount) if limit.unit is LimitUnit.HOUR else timedelta(days=limit.amount)
    return (at.astimezone(UTC) + length).astimezone(SHANGHAI)


def open_clock(*, rule: DeadlineRule, start: datetime, calendar: Calendar) -> Clock:
    """Start a clock by its policy row."""
    return Clock(rule_code=rule.code, started_at=start, due_at=due(limit=rule.limit, start=start, calendar=calendar))


def stop(*, clock: Clock, at: datetime) -> Clock:
    """Stop a clock; one that has stopped keeps its first moment."""
    return clock if clock.stopped_at else replace(clock, stopped_at=at)


def result(*, clock: Clock, at: datetime) -> ClockResult:
    """Say how the clock stands at ``at``; the due moment itself is still in time."""
    if (clock.stopped_at or at) > clock.due_at:
        return ClockResult.OVERDUE
    return ClockResult.MET if clock.stopped_at else ClockResult.RUNNING


def apply_for_extension(*, clock: Clock, by: Limit, at: datetime, policy: Policy, calendar: Calendar) -> Clock:
    """Return the clock with the application noted; its due time stays as it was.

    依据: 北京市接诉即办工作条例 art 15 (二) lets a lawful extension be asked for. 约定: applying does not
    pause the clock, one application waits at a time, none after the due time (as a public city-management
    platform does); number and length as the policy says.

    Raises:
        ClockStopped, ExtensionTooLate, ExtensionPending, ExtensionsUsedUp, ExtensionTooLong.

    """
    if clock.stopped_at:
        raise ClockStopped
    if at > clock.due_at:
        raise ExtensionTooLate
    if clock.asked:
        raise ExtensionPending
    if clock.extended >= policy.extension_times:
        raise ExtensionsUsedUp
    longest = extend(due_at=clock.due_at, by=policy.extension_max, calendar=calendar)
    if extend(due_at=clock.due_at, by=by, calendar=calendar) > longest:
        sentence = f"一次最多延期{policy.extension_max.text}，请改短后再提交。"
        raise ExtensionTooLong(sentence, fields={"by": sentence})
    return replace(clock, asked=by)


def decide_extension(*, clock: Clock, is_granted: bool, calendar: Calendar) -> Clock:
    """Return the clock after the decision: granted, due later by the length asked for; refused, as before.

    Raises ``NoExtensionPending`` when nothing was asked for.
    """
    if clock.asked is None:
        raise NoExtensionPending
    if not is_granted:
        return replace(clock, asked=None)
    later = extend(due_at=clock.due_at, by=clock.asked, calendar=calendar)
    return replace(clock, due_at=later, extended=clock.extended + 1, asked=None)


def rework(*, clocks: tuple[Clock, ...], rule: DeadlineRule, at: datetime, calendar: Calendar) -> tuple[Clock, ...]:
    """Return the handling clocks of an order with one more, from the policy's own row for rework.

    约定: the clocks before it stay as they are, and so do their results. Raises ``ValueError`` if the row is
    not one for rework.
    """
    if rule.round is not Round.REWORK:
        msg = f"the row {rule.code} is not one for rework"
        raise ValueError(msg)
    return (*clocks, open_clock(rule=rule, start=at, calendar=calendar))
