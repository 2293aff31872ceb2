"""Due times, extensions and rework: hand-worked cases and properties."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import chinese_calendar
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from huying.domain.deadlines import (
    RESULT_LABELS,
    Clock,
    ClockResult,
    ClockStopped,
    ExtensionPending,
    ExtensionsUsedUp,
    ExtensionTooLate,
    ExtensionTooLong,
    NoExtensionPending,
    apply_for_extension,
    decide_extension,
    due,
    extend,
    open_clock,
    result,
    rework,
    stop,
)
from huying.domain.limits import Limit, LimitUnit
from huying.domain.policies import (
    OrderKind,
    Policy,
    Round,
    Stage,
    Urgency,
    parse_policy,
    rule_for,
)
from huying.domain.workdays import SHANGHAI, Calendar

POLICIES = Path(__file__).parents[2] / "reference/policies"
NATIONAL = parse_policy(tomllib.loads((POLICIES / "national.toml").read_text(encoding="utf-8")))
BEIJING = parse_policy(tomllib.loads((POLICIES / "beijing.toml").read_text(encoding="utf-8")))
CALENDAR = Calendar(
    overrides=dict.fromkeys(chinese_calendar.holidays, False) | dict.fromkeys(chinese_calendar.workdays, True),
    covered_until=date(2026, 12, 31),
)
HOUR, DAY, WORKDAY = LimitUnit.HOUR, LimitUnit.NATURAL_DAY, LimitUnit.WORKING_DAY

limits = st.builds(Limit, amount=st.integers(1, 40), unit=st.sampled_from(LimitUnit))
moments = st.datetimes(
    datetime(2017, 1, 1),  # noqa: DTZ001  hypothesis adds the zone
    datetime(2028, 12, 31),  # noqa: DTZ001
    timezones=st.sampled_from([UTC, SHANGHAI]),
)
lengths = st.timedeltas(timedelta(), timedelta(days=30))
patient = settings(deadline=None)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def clock(*, limit: Limit, start: datetime) -> Clock:
    return Clock(rule_code="handle", started_at=start, due_at=due(limit=limit, start=start, calendar=CALENDAR))


def ask(held: Clock, *, moment: datetime, by: Limit | None = None, policy: Policy = NATIONAL) -> Clock:
    length = by or Limit(amount=1, unit=WORKDAY)
    return apply_for_extension(clock=held, by=length, at=moment, policy=policy, calendar=CALENDAR)


@pytest.mark.parametrize(
    ("start", "amount", "unit", "end"),
    [
        # Beijing 2 h and 24 h run through 除夕, Mon 16 February 2026
        ("2026-02-16 23:00", 2, HOUR, "2026-02-17 01:00"),
        ("2026-02-16 23:00", 24, HOUR, "2026-02-17 23:00"),
        # 7 natural days from Fri 13 February end on Fri 20, in the festival
        ("2026-02-13 10:00", 7, DAY, "2026-02-20 10:00"),
        # 15 natural days from Fri 13 February end on Sat 28
        ("2026-02-13 10:00", 15, DAY, "2026-02-28 10:00"),
        # national 1/3/5/15 from Thu 12 February 2026, worked Sat 14 and 28:
        # Fri 13
        ("2026-02-12 10:00", 1, WORKDAY, "2026-02-14 00:00"),
        # Fri 13, Sat 14, Tue 24
        ("2026-02-12 10:00", 3, WORKDAY, "2026-02-25 00:00"),
        # Fri 13, Sat 14, Tue 24, Wed 25, Thu 26
        ("2026-02-12 10:00", 5, WORKDAY, "2026-02-27 00:00"),
        # Fri 13, Sat 14, Tue 24 to Sat 28 (5), Mon 2 to Fri 6 March (5), Mon 9, Tue 10, Wed 11
        ("2026-02-12 10:00", 15, WORKDAY, "2026-03-12 00:00"),
    ],
)
def test_a_limit_ends_as_worked_by_hand(start: str, amount: int, unit: LimitUnit, end: str) -> None:
    assert due(limit=Limit(amount=amount, unit=unit), start=at(start), calendar=CALENDAR) == at(end)


@pytest.mark.parametrize(
    ("due_at", "amount", "unit", "end"),
    [
        # due at the end of Fri 13 February 2026: one more working day is the make-up Saturday, 14
        ("2026-02-14 00:00", 1, WORKDAY, "2026-02-15 00:00"),
        # five more: Sat 14, Tue 24, Wed 25, Thu 26, Fri 27
        ("2026-02-14 00:00", 5, WORKDAY, "2026-02-28 00:00"),
        # due at noon on Fri 13: one more working day is Sat 14 as well
        ("2026-02-13 12:00", 1, WORKDAY, "2026-02-15 00:00"),
        # due in the festival, Wed 18: one more is Tue 24
        ("2026-02-18 12:00", 1, WORKDAY, "2026-02-25 00:00"),
        ("2026-02-18 12:00", 2, DAY, "2026-02-20 12:00"),
        ("2026-02-18 12:00", 5, HOUR, "2026-02-18 17:00"),
    ],
)
def test_an_extension_adds_what_is_worked_by_hand(due_at: str, amount: int, unit: LimitUnit, end: str) -> None:
    assert extend(due_at=at(due_at), by=Limit(amount=amount, unit=unit), calendar=CALENDAR) == at(end)


@patient
@given(start=moments, limit=limits, later=lengths)
def test_a_later_start_is_never_due_earlier(start: datetime, limit: Limit, later: timedelta) -> None:
    first = due(limit=limit, start=start, calendar=CALENDAR)
    assert start < first <= due(limit=limit, start=start + later, calendar=CALENDAR)


@patient
@given(start=moments, limit=limits)
def test_a_greater_amount_is_always_due_later(start: datetime, limit: Limit) -> None:
    greater = replace(limit, amount=limit.amount + 1)
    assert due(limit=limit, start=start, calendar=CALENDAR) < due(limit=greater, start=start, calendar=CALENDAR)


@patient
@given(due_at=moments, by=limits)
def test_an_extension_never_shortens(due_at: datetime, by: Limit) -> None:
    assert extend(due_at=due_at, by=by, calendar=CALENDAR) > due_at


@patient
@given(start=moments, unit=st.sampled_from(LimitUnit), given_=st.integers(1, 30), more=st.integers(1, 30))
def test_a_limit_extended_in_its_own_unit_is_the_sum(start: datetime, unit: LimitUnit, given_: int, more: int) -> None:
    first = due(limit=Limit(amount=given_, unit=unit), start=start, calendar=CALENDAR)
    whole = due(limit=Limit(amount=given_ + more, unit=unit), start=start, calendar=CALENDAR)
    assert extend(due_at=first, by=Limit(amount=more, unit=unit), calendar=CALENDAR) == whole


@patient
@given(start=moments, limit=limits, share=st.integers(0, 100), look=lengths)
def test_applying_never_pauses(start: datetime, limit: Limit, share: int, look: timedelta) -> None:
    held = clock(limit=limit, start=start)
    asked = ask(held, moment=start + (held.due_at - start) * share / 100)
    assert asked.due_at == held.due_at
    assert result(clock=asked, at=start + look) is result(clock=held, at=start + look)


@patient
@given(start=moments, limit=limits, late=st.timedeltas(timedelta.resolution, timedelta(days=400)))
def test_an_application_after_the_due_time_is_refused(start: datetime, limit: Limit, late: timedelta) -> None:
    held = clock(limit=limit, start=start)
    with pytest.raises(ExtensionTooLate):
        ask(held, moment=held.due_at + late)


def test_an_application_at_the_due_moment_is_still_in_time() -> None:
    held = clock(limit=Limit(amount=5, unit=WORKDAY), start=at("2026-03-02 10:00"))
    assert ask(held, moment=held.due_at).asked == Limit(amount=1, unit=WORKDAY)


@patient
@given(start=moments, limit=limits, amount=st.integers(1, 5))
def test_a_granted_extension_is_due_at_the_old_time_and_the_length(start: datetime, limit: Limit, amount: int) -> None:
    held = clock(limit=limit, start=start)
    by = Limit(amount=amount, unit=WORKDAY)
    granted = decide_extension(clock=ask(held, moment=start, by=by), is_granted=True, calendar=CALENDAR)
    assert granted.due_at == extend(due_at=held.due_at, by=by, calendar=CALENDAR)
    assert (granted.extended, granted.asked, granted.started_at) == (1, None, start)


def test_a_refused_extension_leaves_the_clock_as_it_was() -> None:
    held = clock(limit=Limit(amount=5, unit=WORKDAY), start=at("2026-03-02 10:00"))
    asked = ask(held, moment=at("2026-03-03 10:00"))
    assert decide_extension(clock=asked, is_granted=False, calendar=CALENDAR) == held


def test_an_extension_decided_late_counts_from_the_old_due_time() -> None:
    # due at the end of Fri 6 March 2026, decided on Wed 11: one working day more is Mon 9, so overdue still
    held = clock(limit=Limit(amount=4, unit=WORKDAY), start=at("2026-03-02 10:00"))
    granted = decide_extension(clock=ask(held, moment=at("2026-03-06 18:00")), is_granted=True, calendar=CALENDAR)
    assert granted.due_at == at("2026-03-10 00:00")
    assert result(clock=granted, at=at("2026-03-11 10:00")) is ClockResult.OVERDUE


def test_a_second_application_waits_for_the_first() -> None:
    held = clock(limit=Limit(amount=5, unit=WORKDAY), start=at("2026-03-02 10:00"))
    with pytest.raises(ExtensionPending):
        ask(ask(held, moment=at("2026-03-03 10:00")), moment=at("2026-03-04 10:00"))


@pytest.mark.parametrize(("policy", "times"), [(NATIONAL, 1), (BEIJING, 2)])
def test_no_more_extensions_than_the_policy_grants(policy: Policy, times: int) -> None:
    held = clock(limit=Limit(amount=5, unit=WORKDAY), start=at("2026-03-02 10:00"))
    for _ in range(times):
        asked = ask(held, moment=at("2026-03-03 10:00"), policy=policy)
        held = decide_extension(clock=asked, is_granted=True, calendar=CALENDAR)
    with pytest.raises(ExtensionsUsedUp):
        ask(held, moment=at("2026-03-03 10:00"), policy=policy)


@pytest.mark.parametrize(
    ("by", "is_granted"),
    [
        (Limit(amount=5, unit=WORKDAY), True),
        (Limit(amount=6, unit=WORKDAY), False),
        # due at the end of Mon 9 March 2026; five working days more end with Mon 16, seven days later
        (Limit(amount=7, unit=DAY), True),
        (Limit(amount=8, unit=DAY), False),
        (Limit(amount=168, unit=HOUR), True),
        (Limit(amount=169, unit=HOUR), False),
    ],
)
def test_an_extension_is_no_longer_than_the_policy_grants_in_any_unit(by: Limit, is_granted: object) -> None:
    held = clock(limit=Limit(amount=5, unit=WORKDAY), start=at("2026-03-02 10:00"))
    if is_granted:
        assert ask(held, moment=held.started_at, by=by).asked == by
        return
    with pytest.raises(ExtensionTooLong) as refusal:
        ask(held, moment=held.started_at, by=by)
    assert "5个工作日" in refusal.value.fields["by"]


def test_a_stopped_clock_takes_no_application_and_keeps_its_first_stop() -> None:
    held = clock(limit=Limit(amount=5, unit=WORKDAY), start=at("2026-03-02 10:00"))
    stopped = stop(clock=held, at=at("2026-03-03 10:00"))
    assert stop(clock=stopped, at=at("2026-04-03 10:00")) == stopped
    with pytest.raises(ClockStopped):
        ask(stopped, moment=at("2026-03-03 11:00"))


def test_a_decision_needs_an_application() -> None:
    held = clock(limit=Limit(amount=5, unit=WORKDAY), start=at("2026-03-02 10:00"))
    with pytest.raises(NoExtensionPending):
        decide_extension(clock=held, is_granted=True, calendar=CALENDAR)


@pytest.mark.parametrize(
    ("stopped_at", "seen_at", "stands"),
    [
        (None, "2026-03-09 23:59", ClockResult.RUNNING),
        (None, "2026-03-10 00:00", ClockResult.RUNNING),
        (None, "2026-03-10 00:01", ClockResult.OVERDUE),
        ("2026-03-09 18:00", "2026-05-01 10:00", ClockResult.MET),
        ("2026-03-10 00:00", "2026-05-01 10:00", ClockResult.MET),
        ("2026-03-10 00:01", "2026-05-01 10:00", ClockResult.OVERDUE),
    ],
)
def test_a_clock_stands_by_when_it_stopped(stopped_at: str | None, seen_at: str, stands: ClockResult) -> None:
    # five working days from Mon 2 March 2026 end with Mon 9
    held = clock(limit=Limit(amount=5, unit=WORKDAY), start=at("2026-03-02 10:00"))
    held = stop(clock=held, at=at(stopped_at)) if stopped_at else held
    assert result(clock=held, at=at(seen_at)) is stands


@patient
@given(
    start=moments,
    took=lengths,
    rest=lengths,
    order=st.fixed_dictionaries({"kind": st.sampled_from(OrderKind), "urgency": st.sampled_from(Urgency)}),
    policy=st.sampled_from([BEIJING, NATIONAL]),
)
def test_rework_opens_its_own_clock_and_leaves_the_first(
    start: datetime, took: timedelta, rest: timedelta, order: dict[str, Any], policy: Policy
) -> None:
    row, row_again = (rule_for(policy=policy, stage=Stage.HANDLE, round=turn, **order) for turn in Round)
    first = stop(clock=open_clock(rule=row, start=start, calendar=CALENDAR), at=start + took)
    before = result(clock=first, at=start + took)
    kept, second = rework(clocks=(first,), rule=row_again, at=start + took + rest, calendar=CALENDAR)
    assert kept == first
    assert result(clock=kept, at=second.due_at + timedelta(days=1)) is before
    assert second == Clock(
        rule_code=row_again.code,
        started_at=start + took + rest,
        due_at=due(limit=row_again.limit, start=start + took + rest, calendar=CALENDAR),
    )


def test_rework_needs_a_row_of_its_own() -> None:
    row = rule_for(policy=BEIJING, stage=Stage.HANDLE, kind=OrderKind.HELP, urgency=Urgency.ORDINARY)
    with pytest.raises(ValueError, match="not one for rework"):
        rework(clocks=(), rule=row, at=at("2026-03-02 10:00"), calendar=CALENDAR)


@patient
@given(start=moments, limit=limits)
def test_the_zone_of_the_start_does_not_matter(start: datetime, limit: Limit) -> None:
    ends = {due(limit=limit, start=start.astimezone(zone), calendar=CALENDAR) for zone in (UTC, SHANGHAI)}
    assert len(ends) == 1


def test_a_start_without_a_time_zone_is_refused() -> None:
    for unit in LimitUnit:
        with pytest.raises(ValueError, match="time zone"):
            due(limit=Limit(amount=1, unit=unit), start=datetime(2026, 3, 2), calendar=CALENDAR)  # noqa: DTZ001


def test_every_result_has_a_label() -> None:
    assert set(RESULT_LABELS) == set(ClockResult)
