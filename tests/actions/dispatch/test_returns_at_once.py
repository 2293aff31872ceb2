"""Unit and arbiter, or two of a unit, on one return at the same moment."""

from __future__ import annotations

import pytest

from huying.dispatch.actions.withdraw_return import withdraw_return
from huying.dispatch.models import ReturnRequest
from huying.domain.lifecycle import SeenOutOfDate
from huying.foundation.commit import one_commit
from huying.handling.actions.submit_reply import submit_reply
from huying.workorders.models import Assignment, Event
from tests.actions.dispatch.returns import ask, settle
from tests.actions.handling.test_two_at_once import at_once
from tests.cast import MONDAY, create_cast
from tests.walk import HOUR, answer, contacted, fresh, seen

AT = MONDAY + 5 * HOUR


@pytest.mark.usefixtures("own_database")
def test_of_a_return_and_a_reply_one_is_taken_and_the_other_told() -> None:
    with one_commit():
        cast = create_cast()
        order = contacted(cast)
    saw = seen(order)
    found = at_once(
        lambda: ask(order, cast, seen=saw, at=AT),
        lambda: submit_reply(order_id=order.pk, **answer(), seen=saw, actor=cast.clerk, at=AT),
    )
    assert sorted(found, key=str) == sorted([None, SeenOutOfDate], key=str)
    order = fresh(order)
    assert (order.state == "awaiting_review") is (order.open_roads is None)
    assert ReturnRequest.objects.filter(order=order).count() == len(order.open_roads or ())


@pytest.mark.usefixtures("own_database")
def test_of_a_grant_and_a_withdrawal_one_ends_the_request() -> None:
    with one_commit():
        cast = create_cast()
        order = contacted(cast)
        ask(order, cast, at=AT)
    saw = seen(order)
    found = at_once(
        lambda: settle(order, cast, granted=True, seen=saw, at=AT + HOUR),
        lambda: withdraw_return(order_id=order.pk, seen=saw, actor=cast.clerk, at=AT + HOUR),
    )
    assert sorted(found, key=str) == sorted([None, SeenOutOfDate], key=str)
    order, row = fresh(order), ReturnRequest.objects.get(order=order)
    assert Event.objects.filter(order=order).count() == order.events
    assert (row.state == "granted") is (order.state == "awaiting_dispatch")
    assert (row.state == "withdrawn") is Assignment.objects.filter(order=order, part="lead", closed_at=None).exists()
