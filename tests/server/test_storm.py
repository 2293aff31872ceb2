"""A small storm: ten people on the same orders, while a web, a worker and the database are killed once each."""

from __future__ import annotations

import pytest

from benchmarks.mechanisms.storm import run

pytestmark = pytest.mark.server


def test_what_ten_people_did_while_all_was_killed_once_is_there_once() -> None:
    # Processes die here, the machine does not: what is written need not be on the disk.
    found = run(workers=10, orders=30, kills=3, seed=1, server={"fsync": "off"})
    nothing = ("lost", "doubled", "written_though_refused", "jobs_lost", "jobs_failed", "inconsistent")
    wrong = {name: found[name] for name in (*nothing, "deadlocks", "other_errors") if found[name]}
    assert not wrong, (wrong, found["examples"], found["codes"])
    assert found["verify_ok"]
    assert (found["messages_lost"], found["messages_unmarked"]) == (0, 0)
    assert found["kills"] == {"web": 1, "worker": 1, "database": 1}
    # Two met at most things on purpose: one had it, the other a clear refusal, and a few were cut off by the kills.
    ends = ("done", "conflicts_refused", "refused_otherwise", "cut_off")
    assert sum(found[end] for end in ends) == found["attempts"]
    assert found["conflicts_refused"] > 0
    assert found["done"] > found["attempts"] // 3
