"""The ledgers of returns are read and counted by indexes of their own, however many orders there are."""

from __future__ import annotations

from datetime import timedelta

import pytest

from huying.dispatch.queries.return_figures import return_figures, unsigned_orders
from huying.dispatch.queries.return_ledger import settled_returns, waiting_returns
from huying.foundation import clock
from tests.cast import Cast
from tests.queries.ledgers import actor_of, plans

WAITING = [("arbiter", "return_waiting"), ("bureau_clerk", "return_"), ("district_leader", "return_")]
SETTLED = [("arbiter", "return_settled"), ("bureau_clerk", "return")]
UNSIGNED = [
    ("supervisor", "clock_unsigned"),
    ("district_leader", "clock_unsigned"),
    ("clerk", "clock_unsigned_unit"),
]


@pytest.mark.parametrize(("who", "index"), WAITING)
def test_what_waits_is_read_by_its_index(who: str, index: str, full_ledgers: Cast) -> None:
    actor = actor_of(full_ledgers, who)
    plan, *_ = plans(lambda: waiting_returns(actor=actor, after=None, at=clock.now()))
    assert index in plan, plan
    assert "Seq Scan" not in plan, plan


@pytest.mark.parametrize(("who", "index"), SETTLED)
def test_what_was_settled_is_read_in_order_by_its_index(who: str, index: str, full_ledgers: Cast) -> None:
    actor = actor_of(full_ledgers, who)
    plan, *_ = plans(lambda: settled_returns(actor=actor, before=None, at=clock.now(), limit=31))
    assert index in plan, plan
    assert "Sort" not in plan, plan


@pytest.mark.parametrize(("who", "index"), UNSIGNED)
def test_what_is_not_signed_for_is_read_in_order_by_its_index(who: str, index: str, full_ledgers: Cast) -> None:
    actor = actor_of(full_ledgers, who)
    plan, *_ = plans(lambda: unsigned_orders(actor=actor, after=None, at=clock.now()))
    assert f"using {index} on" in plan, plan
    assert "Sort" not in plan, plan


@pytest.mark.parametrize("who", ["supervisor", "district_leader", "clerk"])
def test_counts_by_unit_walk_no_table_whole(who: str, full_ledgers: Cast) -> None:
    actor, until = actor_of(full_ledgers, who), clock.now()
    since = until - timedelta(days=30)
    asked, waiting, late, *_ = plans(lambda: return_figures(actor=actor, since=since, until=until, at=until))
    for plan, index in ((asked, "return_"), (waiting, "return_"), (late, "clock_")):
        assert index in plan, plan
        assert "Seq Scan on workorders_" not in plan, plan
        assert "Seq Scan on dispatch_" not in plan, plan
