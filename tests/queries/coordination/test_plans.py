"""The ledgers are read in order by an index of their own, however many orders there are."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from huying.coordination.queries.board import Tab, board
from huying.coordination.queries.conference import ledger
from huying.coordination.queries.pushed_down import pushed_down_counts, pushed_down_page
from huying.coordination.queries.whistle_board import open_whistles
from huying.coordination.queries.whistle_figures import unit_figures
from huying.foundation import clock
from tests.cast import MONDAY, Cast
from tests.queries.ledgers import actor_of, plans
from tests.queries.workorders.plans import as_if_big


def first_plan(ask: Callable[[], object]) -> str:
    """Return how PostgreSQL would run the first question that ``ask`` puts."""
    with as_if_big(), CaptureQueriesContext(connection) as asked:
        ask()
        with connection.cursor() as cursor:
            cursor.execute("EXPLAIN (COSTS off) " + asked.captured_queries[0]["sql"])
            return "\n".join(line for (line,) in cursor.fetchall())


@pytest.mark.parametrize(("is_settled", "index"), [(False, "conference_open_centre"), (True, "conference_settled")])
def test_conferences_are_read_by_their_index(is_settled: bool, index: str, many_orders: Cast) -> None:
    actor = many_orders.dispatcher
    plan = first_plan(lambda: ledger(is_settled=is_settled, cursor=None, actor=actor, at=MONDAY))
    assert index in plan, plan
    assert "Sort" not in plan, plan


UNITS = [
    ("clerk", Tab.ASKED, "escalation_open"),
    ("clerk", Tab.ANSWERED, "escalation_answered"),
    ("clerk", Tab.GIVEN, "instruction_o"),
    ("clerk", Tab.REPORTED, "instruction_o"),
]


@pytest.mark.parametrize(("who", "tab", "index"), UNITS)
def test_a_unit_s_board_is_found_by_indexes(who: str, tab: Tab, index: str, full_ledgers: Cast) -> None:
    actor = actor_of(full_ledgers, who)
    plan, *_ = plans(lambda: board(tab=tab, cursor=None, actor=actor, at=clock.now()))
    assert index in plan, plan
    assert "Seq Scan" not in plan, plan


WHISTLES = [
    ("supervisor", "whistle_open_centre"),
    ("district_leader", "whistle_open_district"),
    ("bureau_clerk", "whistle_call_open"),
]


@pytest.mark.parametrize(("who", "index"), WHISTLES)
def test_the_board_of_whistles_is_read_by_indexes_of_open_ones(who: str, index: str, full_ledgers: Cast) -> None:
    actor = actor_of(full_ledgers, who)
    plan, *_ = plans(lambda: open_whistles(cursor=None, actor=actor, at=clock.now()))
    assert index in plan, plan
    assert "Seq Scan" not in plan, plan


def test_a_month_s_whistles_are_counted_in_one_statement_by_their_indexes(full_ledgers: Cast) -> None:
    actor, at = full_ledgers.supervisor, clock.now()
    plan, *others = plans(lambda: unit_figures(since=at - timedelta(days=30), until=at, actor=actor, at=at))
    assert "whistle_of_month" in plan, plan
    assert "Seq Scan" not in plan, plan
    assert len(others) <= 1, others


def test_what_went_down_is_counted_within_a_limit_by_its_index(full_ledgers: Cast) -> None:
    actor = full_ledgers.supervisor
    plan, *_ = plans(lambda: pushed_down_counts(actor=actor, at=clock.now()))
    assert "event_pushed_down" in plan, plan
    assert plan.startswith("Limit"), plan


BOARD = [
    ("supervisor", Tab.ASKED, "escalation_open_centre"),
    ("supervisor", Tab.ANSWERED, "escalation_answered"),
    ("supervisor", Tab.GIVEN, "instruction_open"),
    ("leader", Tab.GIVEN, "instruction_open_own"),
    ("supervisor", Tab.REPORTED, "instruction_over"),
]


@pytest.mark.parametrize(("who", "tab", "index"), BOARD)
def test_the_board_is_read_by_its_indexes(who: str, tab: Tab, index: str, many_orders: Cast) -> None:
    actor = getattr(many_orders, who)
    plan = first_plan(lambda: board(tab=tab, cursor=None, actor=actor, at=MONDAY))
    assert f"using {index} on" in plan, plan
    assert "Sort" not in plan, plan


def test_what_went_down_is_read_by_its_index(many_orders: Cast) -> None:
    plan = first_plan(lambda: pushed_down_page(cursor=None, actor=many_orders.supervisor))
    assert "event_pushed_down" in plan, plan
    assert "Sort" not in plan, plan
