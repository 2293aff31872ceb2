"""指定承办: the end of a dispute."""

from __future__ import annotations

import pytest

from huying.dispatch.actions.assign_unit import UnitMayNotLead
from huying.dispatch.actions.settle_return import RulingIncomplete
from huying.dispatch.models import ReturnRequest
from huying.workorders.models import Assignment, Clock, Event
from tests.actions.dispatch.returns import SETTLED, ask, rule
from tests.cast import MONDAY, Cast, create_cast
from tests.walk import HOUR, assigned, clock, contacted, fresh, running

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return create_cast()


def test_the_named_unit_has_the_order_with_the_first_deadline(cast: Cast) -> None:
    order = assigned(cast, assists=(cast.bureau.pk,))
    first = clock(order, "handle").due_at
    ask(order, cast)
    rule(order, cast, lead=cast.bureau)
    order = fresh(order)
    assert (order.state, order.accountable_unit, order.holder_unit) == ("dispatched", cast.bureau, cast.bureau)
    assert (order.due_at, order.open_assists, order.district) == (first, 0, None)
    assert running(order) == {("sign", cast.bureau.pk), ("handle", cast.bureau.pk)}
    lead = Assignment.objects.get(order=order, closed_at=None)
    assert (lead.unit, lead.part, lead.legal_basis) == (cast.bureau, "lead", "市政府会议纪要")
    event = Event.objects.get(order=order, action="rule_unit")
    assert (event.data["lead"], event.data["no_return"]) == (cast.bureau.pk, True)
    row = ReturnRequest.objects.get(order=order)
    assert (row.state, row.found_unit) == ("ruled", cast.bureau)


def test_the_unit_that_asked_may_be_named_and_signs_again(cast: Cast) -> None:
    order = contacted(cast)
    ask(order, cast, at=MONDAY + 4 * HOUR)
    rule(order, cast, lead=cast.street, at=MONDAY + 5 * HOUR)
    order = fresh(order)
    assert (order.state, order.accountable_unit) == ("dispatched", cast.street)
    assert Clock.objects.filter(order=order, stage="handle", void=True).count() == 1
    assert ReturnRequest.objects.get(order=order).found_unit == cast.street


def test_a_ruling_says_why_and_by_what(cast: Cast) -> None:
    order = assigned(cast)
    ask(order, cast)
    with pytest.raises(RulingIncomplete) as refused:
        rule(order, cast, lead=cast.bureau, legal_basis=" ", ruling="")
    assert set(refused.value.fields) == {"legal_basis", "ruling"}


def test_a_community_is_not_named(cast: Cast) -> None:
    order = assigned(cast)
    ask(order, cast, at=SETTLED)
    with pytest.raises(UnitMayNotLead):
        rule(order, cast, lead=cast.community, at=SETTLED + HOUR)
