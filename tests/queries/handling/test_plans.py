"""What is hung is counted along indexes, however much it is."""

from __future__ import annotations

import pytest

from huying.foundation import clock
from huying.handling.queries.ledger import ledger_counts
from tests.cast import Cast
from tests.queries.ledgers import actor_of, plans

COUNTED = [
    ("arbiter", "hanging_hung_category"),
    ("clerk", "hanging_unit_category"),
    ("district_leader", "_category"),
]


@pytest.mark.parametrize(("who", "index"), COUNTED)
def test_counts_are_one_statement_of_capped_walks_along_an_index(who: str, index: str, full_ledgers: Cast) -> None:
    actor = actor_of(full_ledgers, who)
    (plan,) = plans(lambda: ledger_counts(actor=actor, at=clock.now()))
    assert index in plan, plan
    assert plan.count("Limit") == 2, plan
    assert "Seq Scan on handling_hanging" not in plan, plan
