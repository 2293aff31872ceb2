"""How a called unit stands, at every moment of a whistle; when the check is due."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huying.domain.actors import Role
from huying.domain.guards import MayNotWhistle
from huying.domain.lifecycle import refusal
from huying.domain.whistles import CALL_LABELS, CallState, call_state, check_due
from tests.cast import MONDAY
from tests.domain.test_lifecycle import ORDER, UNIT, actor

MINUTE = timedelta(minutes=1)
BY = MONDAY + 60 * MINUTE


@pytest.mark.parametrize(
    ("arrived", "refused", "closed", "now", "expected"),
    [
        (None, None, None, 0, CallState.WAITING),
        (None, None, None, 60, CallState.WAITING),
        (None, None, None, 61, CallState.NO_SHOW),
        (60, None, None, 99, CallState.ON_TIME),
        (61, None, None, 99, CallState.LATE),
        (None, 10, None, 99, CallState.REFUSED),
        (None, None, 60, 99, CallState.RELEASED),
        (None, None, 61, 99, CallState.NO_SHOW),
        (30, None, 40, 99, CallState.ON_TIME),
    ],
)
def test_a_called_unit_stands_as_its_hours_say(
    arrived: int | None, refused: int | None, closed: int | None, now: int, expected: CallState
) -> None:
    arrived_at, refused_at, closed_at = (
        None if minutes is None else MONDAY + minutes * MINUTE for minutes in (arrived, refused, closed)
    )
    found = call_state(
        arrive_by=BY, arrived_at=arrived_at, refused_at=refused_at, closed_at=closed_at, at=MONDAY + now * MINUTE
    )
    assert found is expected


def test_every_standing_has_its_word() -> None:
    assert set(CALL_LABELS) == set(CallState)


@given(minutes=st.integers(min_value=0, max_value=10**6))
def test_a_check_is_due_in_the_middle(minutes: int) -> None:
    due = check_due(blown_at=MONDAY, due_at=MONDAY + minutes * MINUTE)
    assert due - MONDAY == MONDAY + minutes * MINUTE - due


def test_only_those_who_govern_a_place_blow() -> None:
    clerk = actor(Role.CLERK, unit=UNIT)
    assert refusal(ORDER, "blow_whistle", clerk) is None
    assert isinstance(refusal(replace(ORDER, is_led_by_place=False), "blow_whistle", clerk), MayNotWhistle)
