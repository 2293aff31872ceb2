"""However many orders there are, like ones are looked for by indexes alone."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from huying.workorders.queries.likely_same import Said, likely_same
from tests.cast import MONDAY, Cast
from tests.queries.workorders.plans import as_if_big, plans_of

AT = MONDAY + timedelta(hours=5)
INDEXES = ("workorders_likenesskey_pkey", "order_caller", "order_matter_place", "order_newest", "text_once")


def test_candidates_are_read_by_indexes_alone(many_orders: Cast) -> None:
    said = Said(text="滨江路18号海棠花园停水两天了。", at=AT, matter_id=1, region_id=1, caller_ids=[UUID(int=1)])
    with as_if_big():
        plan, *_ = plans_of(lambda: likely_same(said=said, actor=many_orders.operator, at=AT))
    for index in INDEXES:
        assert index in plan, plan
    assert "Seq Scan" not in plan, plan
