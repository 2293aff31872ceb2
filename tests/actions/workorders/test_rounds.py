"""A rework is one more round, and only its beginning is."""

from __future__ import annotations

import pytest

from huying.followup.actions.record_verdict import record_verdict
from huying.followup.choices import Satisfaction, Solved
from huying.intake.actions.urge_order import urge_order
from huying.intake.choices import UrgeKind
from huying.workorders.actions.tag_order import tag_order
from huying.workorders.choices import Difficulty
from tests.cast import MONDAY, create_cast
from tests.walk import HOUR, awaiting_followup, fresh, seen

AT = MONDAY + 8 * HOUR


@pytest.mark.django_db
def test_what_leaves_an_order_in_rework_begins_no_further_round() -> None:
    cast = create_cast()
    order = awaiting_followup(cast)
    record_verdict(
        order_id=order.pk,
        contacted=True,
        solved=Solved.UNSOLVED,
        satisfied=Satisfaction.DISSATISFIED,
        words="还在冒烟。",
        seen=seen(order),
        actor=cast.followup,
        at=AT,
    )
    assert (fresh(order).state, fresh(order).round) == ("rework", 2)
    urge_order(
        order_id=order.pk, kind=UrgeKind.CALLER, words="何时办好？", seen=seen(order), actor=cast.operator, at=AT
    )
    tag_order(order_id=order.pk, tags=[Difficulty.LEGACY], seen=seen(order), actor=cast.clerk, at=AT)
    assert (fresh(order).state, fresh(order).round) == ("rework", 2)
