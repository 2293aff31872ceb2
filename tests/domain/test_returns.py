"""When an order may be returned, and when that may be granted, as tables."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huying.domain.actors import Role
from huying.domain.lifecycle import BY_ACTION, actions_for, refusal
from huying.domain.policies import Urgency, parse_policy
from huying.domain.returns import (
    NAMES_ANOTHER,
    RETURN_REASON_LABELS,
    ConferenceNeeded,
    NoMoreReturns,
    ReturnReason,
    ReturnRefusedBefore,
    ReturnStanding,
    ReturnTooLate,
    RulingNeeded,
    may_be_granted,
    may_be_returned,
    return_until,
)
from huying.domain.roads import Road, RoadOpen
from huying.domain.states import State
from tests.domain.test_lifecycle import ORDER, actor

AT = datetime(2026, 3, 2, 1, tzinfo=UTC)
HOUR = timedelta(hours=1)
POLICY = parse_policy(
    tomllib.loads((Path(__file__).parents[2] / "reference" / "policies" / "national.toml").read_text())
)
FRESH = ReturnStanding(assigned_at=AT, urgency=Urgency.ORDINARY)
URGENT = replace(FRESH, urgency=Urgency.EMERGENCY)


@pytest.mark.parametrize(
    ("standing", "hours", "refusal"),
    [
        (FRESH, 0, None),
        (FRESH, 24, None),
        (FRESH, 25, ReturnTooLate),
        (URGENT, 2, None),
        (URGENT, 3, ReturnTooLate),
        (replace(FRESH, urgency=Urgency.COMPLEX), 24, None),
        (replace(FRESH, round=2), 1, ReturnTooLate),
        (replace(FRESH, granted=2), 1, None),
        (replace(FRESH, is_refused=True), 1, ReturnRefusedBefore),
        (replace(FRESH, is_ruled=True), 1, NoMoreReturns),
        (replace(FRESH, is_ruled=True, is_refused=True), 99, NoMoreReturns),
    ],
)
def test_a_unit_asks_once_inside_the_window_and_not_after_a_ruling(
    standing: ReturnStanding, hours: int, refusal: type[Exception] | None
) -> None:
    found = may_be_returned(standing=standing, policy=POLICY, at=AT + hours * HOUR)
    assert (type(found) if found else None) is refusal


@pytest.mark.parametrize(
    ("granted", "is_conferred", "refusal"),
    [
        (0, False, None),
        (1, False, ConferenceNeeded),
        (1, True, None),
        (2, False, RulingNeeded),
        (2, True, RulingNeeded),
        (9, True, RulingNeeded),
    ],
)
def test_the_second_return_needs_a_conference_and_the_third_a_ruling(
    granted: int, is_conferred: bool, refusal: type[Exception] | None
) -> None:
    found = may_be_granted(standing=replace(FRESH, granted=granted, is_conferred=is_conferred), policy=POLICY)
    assert (type(found) if found else None) is refusal


def test_a_city_may_rule_on_the_first_return() -> None:
    policy = replace(POLICY, returns_before_ruling=1)
    assert isinstance(may_be_granted(standing=FRESH, policy=policy), RulingNeeded)


@given(hours=st.integers(1, 240), minutes=st.integers(0, 20_000), urgency=st.sampled_from(Urgency))
def test_the_window_ends_once_and_for_all(hours: int, minutes: int, urgency: Urgency) -> None:
    policy = replace(POLICY, return_window_hours=hours, return_window_urgent_hours=hours)
    standing = replace(FRESH, urgency=urgency)
    at = AT + timedelta(minutes=minutes)
    refused = may_be_returned(standing=standing, policy=policy, at=at)
    assert (refused is None) is (at <= return_until(assigned_at=AT, urgency=urgency, policy=policy))


def test_whoever_says_that_it_is_another_s_names_the_other() -> None:
    assert set(RETURN_REASON_LABELS) == set(ReturnReason)
    assert {ReturnReason.NOT_OUR_DUTY, ReturnReason.NOT_OUR_AREA} == NAMES_ANOTHER


@pytest.mark.parametrize("road", BY_ACTION["request_return"].bars)
def test_what_else_was_asked_for_is_settled_before_a_return_is_asked(road: Road) -> None:
    order = replace(ORDER, open_roads=frozenset({road}))
    assert isinstance(refusal(order, "request_return", actor(Role.CLERK)), RoadOpen)


def test_a_conference_may_go_on_beside_a_return() -> None:
    order = replace(ORDER, open_roads=frozenset({Road.CONFERENCE}))
    assert refusal(order, "request_return", actor(Role.CLERK)) is None
    both = replace(ORDER, open_roads=frozenset({Road.CONFERENCE, Road.RETURN}))
    assert refusal(both, "settle_return", actor(Role.ARBITER)) is None


def test_while_a_return_waits_the_unit_goes_on_but_neither_hands_on_nor_answers() -> None:
    waiting = replace(ORDER, open_roads=frozenset({Road.RETURN}))
    may = {row.action for row in actions_for(waiting, actor(Role.CLERK))}
    assert {"record_contact", "record_progress", "withdraw_return"} <= may
    assert not may & {"pass_down", "submit_reply", "request_return"}
    unsigned = replace(waiting, state=State.DISPATCHED)
    assert refusal(unsigned, "sign_order", actor(Role.CLERK)) is None
