"""The nightly comparison with the duty list reads the leads of its window, however many orders there are."""

from __future__ import annotations

from datetime import timedelta

from huying.dispatch.queries.decided import drifts_of
from huying.foundation import clock
from tests.cast import Cast
from tests.queries.ledgers import plans


def test_orders_are_read_by_the_index_of_leads(full_ledgers: Cast) -> None:
    at = clock.now()
    asked = plans(lambda: drifts_of(centre_id=full_ledgers.centre.pk, since=at - timedelta(days=90), at=at))
    (plan,) = [one for one in asked if "assignment" in one]
    assert "assignment_lead_begun" in plan, plan
    assert "Seq Scan on workorders_" not in plan, plan
    assert "Seq Scan on dispatch_" not in plan, plan
