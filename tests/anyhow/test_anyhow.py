"""Whoever does whatever to an order, in whatever order, it holds together."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from huying.domain.lifecycle import BY_ACTION
from tests.anyhow.machine import DOINGS, Anyhow

_STEPS = 30


def test_the_machine_knows_every_action_of_the_lifecycle() -> None:
    by_itself = {"open_order", "open_task", "follow_master", "put_off_merged", "answer_merged"}
    assert set(DOINGS) == set(BY_ACTION) - by_itself


def run(machine: type[Anyhow], *, runs: int, is_same: bool) -> None:
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=runs,
            stateful_step_count=_STEPS,
            deadline=None,
            database=None,
            derandomize=is_same,
            phases=(Phase.generate,),  # the story of a failure is told as it was: making it shorter takes minutes
            suppress_health_check=list(HealthCheck),
        ),
    )
    assert machine.runs >= runs


def test_in_two_hundred_runs_the_orders_hold_together(machine: type[Anyhow]) -> None:
    run(machine, runs=200, is_same=True)


@pytest.mark.long
def test_in_thousands_of_runs_the_orders_hold_together(machine: type[Anyhow]) -> None:
    run(machine, runs=3000, is_same=False)
