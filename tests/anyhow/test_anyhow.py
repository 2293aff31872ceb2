"""Whoever does whatever to an order, in whatever order, it holds together."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from huying.domain.lifecycle import BY_ACTION
from tests.anyhow.machine import DOINGS, Anyhow
from tests.anyhow.plots import PLOTS

_STEPS = 30


def test_the_machine_knows_every_action_of_the_lifecycle() -> None:
    by_itself = {"open_order", "open_task", "follow_master", "put_off_merged", "answer_merged"}
    assert set(DOINGS) == set(BY_ACTION) - by_itself


def run(machine: type[Anyhow], *, of_each: int, is_same: bool) -> None:
    """Let the machine run so many times about each of the sixteen plots."""
    for plot in PLOTS:
        machine.plot = plot
        run_state_machine_as_test(
            machine,
            settings=settings(
                max_examples=of_each,
                stateful_step_count=_STEPS,
                deadline=None,
                database=None,
                derandomize=is_same,
                phases=(Phase.generate,),  # the story of a failure is told as it was: making it shorter takes minutes
                suppress_health_check=list(HealthCheck),
            ),
        )
    assert machine.runs >= of_each * len(PLOTS)


def test_in_two_hundred_runs_the_orders_hold_together(machine: type[Anyhow]) -> None:
    run(machine, of_each=13, is_same=True)
    assert machine.taken == set(DOINGS), "what was never done was never looked at"


@pytest.mark.long
def test_in_thousands_of_runs_the_orders_hold_together(machine: type[Anyhow]) -> None:
    run(machine, of_each=188, is_same=False)
