"""What a model learns from: decided orders, oldest first, without numbers and without confidential words."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from huying.domain.actors import policy_actor
from huying.learning.choices import Task
from huying.learning.queries.examples import Example, examples
from huying.organisation.models import Unit
from huying.workorders.choices import State, TextKind
from huying.workorders.models import Order, Text
from tests.cast import MONDAY, Cast, create_cast
from tests.factories.learning import ABOUT_HEAT, ABOUT_NOISE, create_decided
from tests.factories.organisation import create_centre
from tests.factories.workorders import create_order

pytestmark = pytest.mark.django_db
SINCE = MONDAY - timedelta(days=30)


def _of(cast: Cast, task: Task = Task.DISPATCH) -> tuple[Example, ...]:
    return examples(task=task, actor=policy_actor(centre_id=cast.centre.pk, name="learning"), at=MONDAY)


def test_they_come_oldest_first_with_the_unit_that_led_last_and_numbers_masked() -> None:
    cast = create_cast()
    create_decided(cast=cast, count=4, since=SINCE)
    found = _of(cast)
    assert [one.at for one in found] == [SINCE + timedelta(hours=2 * number) for number in range(4)]
    assert [one.label for one in found] == [cast.bureau.code, cast.street.code] * 2
    assert found[1].cells == (f"反映第1件\n{ABOUT_NOISE}，请尽快处理电话***********",)


def test_what_a_unit_was_given_goes_before_the_caller_s_words() -> None:
    cast = create_cast()
    (order,) = create_decided(cast=cast, count=1, since=SINCE, place_text="桥头街道")
    Text.objects.create(
        order=order, event=2, kind=TextKind.TRANSFER, body="请核查供暖。", salt=b"0" * 16, written_at=MONDAY
    )
    assert _of(cast)[0].cells == ("反映第0件\n桥头街道\n请核查供暖。",)


def test_the_caller_s_words_of_a_confidential_order_are_never_used() -> None:
    cast = create_cast()
    create_decided(cast=cast, count=2, since=SINCE, is_confidential=True)
    for task in Task:
        assert not [one for one in _of(cast, task) if ABOUT_HEAT[:4] in "".join(one.cells)]
    assert [one.cells for one in _of(cast)] == [("反映第0件",), ("反映第1件",)]


def test_orders_that_are_open_withdrawn_or_another_centre_s_say_nothing() -> None:
    cast = create_cast()
    create_order(operator=cast.operator, at=MONDAY)
    create_decided(cast=cast, count=1, since=SINCE, state=State.WITHDRAWN)
    create_decided(cast=cast, count=1, since=SINCE, centre=create_centre())
    assert _of(cast) == ()


def test_a_unit_that_was_switched_off_and_a_matter_that_left_the_tree_are_not_learnt() -> None:
    cast = create_cast()
    create_decided(cast=cast, count=4, since=SINCE)
    Unit.objects.filter(pk=cast.street.pk).update(is_active=False)
    assert [one.label for one in _of(cast)] == [cast.bureau.code] * 2
    assert _of(cast, Task.MATTER) == ()


def test_only_later_orders_where_that_is_asked() -> None:
    cast = create_cast()
    orders = create_decided(cast=cast, count=4, since=SINCE)
    actor = policy_actor(centre_id=cast.centre.pk, name="learning")
    later = examples(task=Task.DISPATCH, actor=actor, at=MONDAY, after=orders[1].registered_at)
    assert [one.at for one in later] == [order.registered_at for order in orders[2:]]


def test_many_orders_are_read_in_few_statements() -> None:
    cast = create_cast()
    create_decided(cast=cast, count=50, since=SINCE)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert len(_of(cast)) == Order.objects.count() == 50
    assert len(asked) <= 5
