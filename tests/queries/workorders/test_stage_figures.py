"""办理时效: what was on time, and what callers said."""

from __future__ import annotations

from datetime import timedelta

import pytest

from huying.dispatch.actions.assign_unit import assign_unit
from huying.followup.queries import verdict_figures
from huying.workorders.choices import Stage
from huying.workorders.queries.stage_figures import stage_figures
from tests.cast import MONDAY, create_cast
from tests.factories.workorders import create_order

pytestmark = pytest.mark.django_db
SOON, LATE = MONDAY + timedelta(hours=2), MONDAY + timedelta(days=30)


def test_what_was_dispatched_in_time_and_what_was_late_are_told_apart() -> None:
    cast = create_cast()
    for at in (SOON, LATE):
        order = create_order(operator=cast.operator, at=MONDAY)
        assign_unit(
            order_id=order.pk, lead_unit_id=cast.street.pk, legal_basis="三定", seen=1, actor=cast.dispatcher, at=at
        )
    create_order(operator=cast.operator, at=MONDAY)
    found = stage_figures(actor=cast.supervisor, since=MONDAY, until=LATE + timedelta(days=1), at=LATE)
    dispatch = next(row for row in found if row.label == Stage.DISPATCH.label)
    assert (dispatch.ended, dispatch.on_time, dispatch.percent, dispatch.late_now) == (2, 1, 50.0, 1)
    assert dispatch.median == (SOON - MONDAY + (LATE - MONDAY)) / 2


def test_an_outsider_counts_nothing_of_others() -> None:
    cast = create_cast()
    create_order(operator=cast.operator, at=MONDAY)
    for actor in (cast.outsider, cast.stranger, cast.auditor):
        found = stage_figures(actor=actor, since=MONDAY, until=LATE, at=LATE)
        assert not sum(row.ended + row.late_now for row in found)
        assert not verdict_figures(actor=actor, since=MONDAY, until=LATE).reached
