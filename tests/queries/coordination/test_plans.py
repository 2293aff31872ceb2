"""The ledgers are read in order by an index of their own, however many orders there are."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from huying.coordination.queries.conference import ledger
from huying.coordination.queries.pushed_down import pushed_down_page
from tests.cast import MONDAY, Cast
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


def test_what_went_down_is_read_by_its_index(many_orders: Cast) -> None:
    plan = first_plan(lambda: pushed_down_page(cursor=None, actor=many_orders.supervisor))
    assert "event_pushed_down" in plan, plan
    assert "Sort" not in plan, plan
