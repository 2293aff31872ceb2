"""What units carried and how they took it up is read from the leads of a month, by indexes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from huying.workorders.models import Assignment
from huying.workorders.queries.unit_load import given_by_unit, open_by_unit, taken_by_unit
from tests.cast import MONDAY, Cast, create_cast
from tests.queries.workorders.plans import as_if_big
from tests.walk import HOUR, assigned, contacted

SINCE, UNTIL = MONDAY - timedelta(days=1), MONDAY + timedelta(days=30)


def _plans(ask: Callable[[], object]) -> list[str]:
    with as_if_big(), CaptureQueriesContext(connection) as asked:
        ask()
        texts = [query["sql"] for query in asked.captured_queries]
        with connection.cursor() as cursor:
            plans = []
            for text in texts:
                cursor.execute("EXPLAIN (COSTS off) " + text)
                plans.append("\n".join(line for (line,) in cursor.fetchall()))
    return plans


def test_the_leads_of_a_month_are_found_by_their_index_and_their_orders_one_by_one(many_orders: Cast) -> None:
    units = [many_orders.street.pk, many_orders.bureau.pk]
    given = {"unit_ids": units, "since": SINCE, "until": UNTIL}
    plans = _plans(lambda: given_by_unit(**given))  # type: ignore[arg-type]
    plans += _plans(lambda: taken_by_unit(**given, at=UNTIL))  # type: ignore[arg-type]
    assert len(plans) == 3
    for plan in plans:
        assert "assignment_lead_begun" in plan, plan
        assert "Seq Scan" not in plan, plan


def test_what_is_open_is_counted_by_the_index_of_the_accountable_unit(many_orders: Cast) -> None:
    (plan,) = _plans(lambda: open_by_unit(unit_ids=[many_orders.street.pk]))
    assert "order_open_accountable" in plan, plan


@pytest.mark.django_db
def test_an_order_counts_for_the_unit_it_was_sent_to_first_and_once_for_each_that_led_it() -> None:
    cast = create_cast()
    kept, gone = contacted(cast), assigned(cast)
    Assignment.objects.filter(order=gone).update(closed_at=MONDAY + 5 * HOUR)
    Assignment.objects.create(order=gone, unit=cast.bureau, part="lead", assigned_at=MONDAY + 5 * HOUR)
    Assignment.objects.filter(order=kept).update(closed_at=MONDAY + 6 * HOUR)
    Assignment.objects.create(order=kept, unit=cast.street, part="lead", assigned_at=MONDAY + 6 * HOUR)
    units = [cast.street.pk, cast.bureau.pk]
    given = given_by_unit(unit_ids=units, since=SINCE, until=UNTIL)
    assert {unit: row.orders for unit, row in given.items()} == {cast.street.pk: 2, cast.bureau.pk: 1}
    taken = taken_by_unit(unit_ids=units, since=SINCE, until=UNTIL, at=MONDAY + 6 * HOUR)
    assert (taken[cast.street.pk].first, taken[cast.street.pk].kept) == (2, 1)
    assert cast.bureau.pk not in taken
    assert taken[cast.street.pk].contact.all == 1
    assert taken_by_unit(unit_ids=units, since=UNTIL, until=UNTIL + HOUR, at=UNTIL) == {}
