"""关联重复件: the same thing brought up again is counted with the first."""

from __future__ import annotations

from datetime import timedelta

import pytest

from huying.domain.actors import Actor
from huying.domain.errors import NotAllowed
from huying.domain.lifecycle import OrderNotFound
from huying.domain.repeats import AlreadyRepeat, NoRepeat
from huying.foundation.commit import one_row
from huying.intake.actions.link_repeat import RepeatUnfit, link_repeat
from huying.intake.actions.unlink_repeat import unlink_repeat
from huying.workorders.models import Order
from huying.workorders.queries.dossier import dossier_for
from huying.workorders.queries.history import history_of
from huying.workorders.queries.repeats import Repeats, repeats_of
from tests.cast import MONDAY, Cast, create_cast
from tests.factories.workorders import create_order
from tests.walk import assigned, fresh, seen

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
AT = MONDAY + 100 * DAY


@pytest.fixture
def cast() -> Cast:
    return create_cast()


def registered(cast: Cast, *, days: int = 0) -> Order:
    return create_order(operator=cast.operator, at=MONDAY + days * DAY)


def link(order: Order, earlier: Order, actor: Actor) -> None:
    link_repeat(order_id=order.pk, repeats_number=earlier.number, seen=seen(order), actor=actor, at=AT)


def shown(order: Order, actor: Actor) -> Repeats | None:
    return repeats_of(order=fresh(order), actor=actor, at=AT)


def test_repeats_of_repeats_are_counted_from_the_first(cast: Cast) -> None:
    first, second, third = (registered(cast, days=days) for days in (0, 10, 20))
    link(second, first, cast.operator)
    link(third, second, cast.dispatcher)
    assert fresh(third).repeats_id == first.pk
    repeats = shown(third, cast.operator)
    assert repeats
    assert (repeats.place, repeats.in_span, repeats.asks_for_root_cause) == (3, 3, True)
    assert [row.id for row in repeats.others] == [second.pk, first.pk]
    earlier = shown(first, cast.operator)
    assert earlier
    assert (earlier.place, earlier.in_span, earlier.asks_for_root_cause) == (1, 1, False)


def test_what_is_longer_ago_than_90_days_asks_for_no_cause(cast: Cast) -> None:
    first, second, third = (registered(cast, days=days) for days in (0, 1, 91))
    link(second, first, cast.operator)
    link(third, first, cast.operator)
    repeats = shown(third, cast.operator)
    assert repeats
    assert (repeats.place, repeats.in_span, repeats.asks_for_root_cause) == (3, 2, False)


def test_a_unit_learns_which_time_it_is_but_not_of_orders_it_may_not_see(cast: Cast) -> None:
    first, second = registered(cast), assigned(cast)
    link(second, first, cast.operator)
    repeats = shown(second, cast.clerk)
    assert repeats
    assert (repeats.place, repeats.others) == (2, ())


def test_unlinking_lets_it_stand_alone_again(cast: Cast) -> None:
    first, second = registered(cast), registered(cast, days=1)
    with pytest.raises(NoRepeat), one_row():
        unlink_repeat(order_id=second.pk, seen=seen(second), actor=cast.operator, at=AT)
    link(second, first, cast.operator)
    with pytest.raises(AlreadyRepeat), one_row():
        link(second, first, cast.operator)
    unlink_repeat(order_id=second.pk, seen=seen(second), actor=cast.operator, at=AT)
    assert fresh(second).repeats_id is None
    assert shown(second, cast.operator) is None


def test_what_was_linked_to_an_order_goes_with_it_to_the_first(cast: Cast) -> None:
    first, second, third, fourth = (registered(cast, days=days) for days in range(4))
    for later in (third, fourth):
        link(later, second, cast.operator)
    link(second, first, cast.operator)
    assert [fresh(order).repeats_id for order in (second, third, fourth)] == [first.pk] * 3
    repeats = shown(fourth, cast.operator)
    assert repeats
    assert (repeats.place, [row.id for row in repeats.others]) == (4, [third.pk, second.pk, first.pk])
    moved = history_of(dossier=dossier_for(order_id=third.pk, actor=cast.operator), actor=cast.operator)[-1]
    assert (moved.what, moved.note) == ("改为关联到更早的首件", f"相关工单：{first.number}")


def test_only_an_earlier_order_of_the_centre_is_repeated(cast: Cast) -> None:
    first, second = (registered(cast, days=days) for days in range(2))
    for later in (first, second):
        with pytest.raises(RepeatUnfit), one_row():
            link(first, later, cast.operator)
    with pytest.raises(OrderNotFound), one_row():
        link_repeat(order_id=second.pk, repeats_number="1", seen=seen(second), actor=cast.operator, at=AT)


def test_units_link_nothing(cast: Cast) -> None:
    first, second = assigned(cast), assigned(cast)
    with pytest.raises(NotAllowed), one_row():
        link(second, first, cast.clerk)


def test_a_demand_that_is_registered_as_a_repeat_points_to_the_first(cast: Cast) -> None:
    first, second = registered(cast), registered(cast, days=1)
    link(second, first, cast.operator)
    third = create_order(operator=cast.operator, at=AT, repeats_number=second.number)
    assert fresh(third).repeats_id == first.pk
