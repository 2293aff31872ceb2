"""登记: what an operator's words become."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from huying.domain.errors import NotAllowed
from huying.domain.phones import PhoneInvalid
from huying.foundation.commit import one_row
from huying.intake.actions.register_order import RegistrationIncomplete, register_order
from huying.intake.choices import ROUTE_STATES, Route
from huying.workorders.choices import Stage, TextKind
from huying.workorders.models import Clock, Event, Order, SearchRow, Text
from tests.cast import MONDAY, Cast, create_cast
from tests.factories.workorders import create_order, registration

pytestmark = pytest.mark.django_db
# BEGIN and COMMIT are not among the statements that a test inside a transaction sees.
BEGIN_AND_COMMIT = 2


@pytest.fixture
def cast() -> Cast:
    return create_cast()


def test_a_registered_order_waits_for_dispatch_with_a_clock(cast: Cast) -> None:
    order = create_order(operator=cast.operator, at=MONDAY)
    clock = Clock.objects.get(order=order)
    assert (order.state, clock.stage, clock.due_at) == ("awaiting_dispatch", Stage.DISPATCH, order.due_at)


@pytest.mark.parametrize(
    ("field", "words"),
    [
        ("transfer", "张三反映油烟扰民。"),
        ("transfer", "某处油烟扰民，联系 138 0000-0000。"),
        ("transfer", "某处油烟扰民，联系１３８００００００００。"),
        ("title", "张三投诉油烟"),
    ],
)
def test_what_units_read_of_a_secret_demand_does_not_say_who_it_is(cast: Cast, field: str, words: str) -> None:
    given = {"wants_secrecy": True, "title": "油烟扰民", "transfer": "某处油烟扰民。", "phone": "+8613800000000"}
    with pytest.raises(RegistrationIncomplete) as refused, one_row():
        create_order(operator=cast.operator, at=MONDAY, **given | {field: words})
    assert set(refused.value.fields) == {field}
    assert "姓名、电话或证件号码" in refused.value.fields[field]
    create_order(operator=cast.operator, at=MONDAY, **given | {"wants_secrecy": False, field: words})
    create_order(operator=cast.operator, at=MONDAY, **given)
    assert Order.objects.count() == 2


def test_the_caller_s_words_and_what_units_get_are_kept_apart(cast: Cast) -> None:
    order = create_order(operator=cast.operator, at=MONDAY, original="原话", transfer="转办")
    texts = dict(Text.objects.filter(order=order).values_list("kind", "body"))
    assert texts == {TextKind.ORIGINAL: "原话", TextKind.TRANSFER: "转办"}


def test_the_history_holds_no_words(cast: Cast) -> None:
    order = create_order(operator=cast.operator, at=MONDAY, original="河畔小区的张三说漏水")
    event = Event.objects.get(order=order)
    assert "张三" not in str(vars(event))
    assert set(event.data["texts"]) == {TextKind.ORIGINAL, TextKind.TRANSFER}


def test_numbers_rise_and_carry_the_day_of_shanghai(cast: Cast) -> None:
    late = datetime(2026, 3, 2, 0, 30, tzinfo=ZoneInfo("Asia/Shanghai"))
    first = create_order(operator=cast.operator, at=late)
    second = create_order(operator=cast.operator, at=late)
    assert first.number.startswith("20260302")
    assert int(second.number) > int(first.number)


def test_a_phone_number_never_reaches_the_search_words(cast: Cast) -> None:
    order = create_order(operator=cast.operator, at=MONDAY, original="请打 13912345678 找我")
    assert "13912345678" not in str(SearchRow.objects.get(order=order).words)


@pytest.mark.parametrize("route", [route for route in Route if route not in {Route.DISPATCH, Route.PROGRESS}])
def test_a_special_route_ends_at_the_door_with_its_word(cast: Cast, route: Route) -> None:
    order = create_order(operator=cast.operator, at=MONDAY, route=route, reason="已告知。")
    assert order.state == ROUTE_STATES[route]
    assert not Clock.objects.filter(order=order).exists()
    assert Event.objects.get(order=order).data["route"] == route.value


def test_a_special_route_without_its_word_is_refused(cast: Cast) -> None:
    with pytest.raises(RegistrationIncomplete) as refused:
        create_order(operator=cast.operator, at=MONDAY, route=Route.STATUTORY)
    assert set(refused.value.fields) == {"reason"}


def test_telling_progress_names_the_earlier_order(cast: Cast) -> None:
    earlier = create_order(operator=cast.operator, at=MONDAY)
    order = create_order(
        operator=cast.operator, at=MONDAY, route=Route.PROGRESS, reason="正在办理。", repeats_number=earlier.number
    )
    assert order.repeats == earlier


def test_a_confidential_demand_needs_other_words_for_units(cast: Cast) -> None:
    with pytest.raises(RegistrationIncomplete) as refused, one_row():
        create_order(operator=cast.operator, at=MONDAY, wants_secrecy=True)
    assert set(refused.value.fields) == {"transfer", "title"}
    assert not Order.objects.exists()


def test_an_empty_demand_is_refused(cast: Cast) -> None:
    with pytest.raises(RegistrationIncomplete):
        create_order(operator=cast.operator, at=MONDAY, original="  ")


def test_a_number_that_is_none_is_refused(cast: Cast) -> None:
    with pytest.raises(PhoneInvalid):
        create_order(operator=cast.operator, at=MONDAY, phone="12")


def test_only_an_operator_registers(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        register_order(registration=registration(), actor=cast.dispatcher, at=MONDAY)


def test_registering_takes_at_most_ten_round_trips(cast: Cast) -> None:
    create_order(operator=cast.operator, at=MONDAY)
    with CaptureQueriesContext(connection) as queries:
        create_order(operator=cast.operator, at=MONDAY)
    assert len(queries) + BEGIN_AND_COMMIT <= 10, [query["sql"] for query in queries]
