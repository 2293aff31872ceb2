"""精准度 reads a month's first leads, however many years of orders there are."""

from __future__ import annotations

from datetime import timedelta

from huying.foundation import clock
from huying.organisation.models import Unit
from huying.workorders.queries.accuracy import exactness_by_district
from tests.cast import Cast
from tests.queries.ledgers import full_ledgers, laid_ledgers, plans
from tests.queries.workorders.conftest import laid_orders, many_orders

__all__ = ["full_ledgers", "laid_ledgers", "laid_orders", "many_orders"]


def test_a_month_is_read_by_the_index_of_leads_and_no_table_whole(full_ledgers: Cast) -> None:
    at = clock.now()
    ids = list(Unit.objects.filter(centre=full_ledgers.centre).values_list("pk", flat=True))
    (plan,) = plans(lambda: exactness_by_district(unit_ids=ids, since=at - timedelta(days=31), until=at))
    assert "assignment_lead_begun" in plan, plan
    assert "Seq Scan on workorders_" not in plan, plan
