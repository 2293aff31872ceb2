"""补充情况: the caller says more about an open order."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from huying.domain.actors import Actor
from huying.domain.errors import NotAllowed
from huying.domain.lifecycle import OrderNotFound, SeenOutOfDate, WrongState
from huying.foundation.commit import one_row
from huying.handling.actions.sign_order import sign_order
from huying.intake.actions.add_information import INFORMATION_MAX, InformationUnfit, add_information
from huying.intake.actions.withdraw_order import withdraw_order
from huying.web.rows import HistoryEntry
from huying.workorders.models import Clock, Order, Text
from huying.workorders.queries.dossier import dossier_for
from huying.workorders.queries.history import history_of
from tests.cast import MONDAY, Cast, create_cast
from tests.factories.workorders import create_order
from tests.walk import HOUR, assigned, awaiting_followup, fresh, seen, submitted

pytestmark = pytest.mark.django_db
AT = MONDAY + 7 * HOUR
SAID = "诉求人来电补充：今晚又开始了，烧烤店在北门东侧。"


@pytest.fixture
def cast() -> Cast:
    return create_cast()


def add(order: Order, actor: Actor, *, information: str = SAID) -> None:
    add_information(order_id=order.pk, information=information, seen=seen(order), actor=actor, at=AT)


def last_entry(order: Order, actor: Actor) -> HistoryEntry:
    return history_of(dossier=dossier_for(order_id=order.pk, actor=actor), actor=actor)[-1]


def registered(cast: Cast) -> Order:
    return create_order(operator=cast.operator, at=MONDAY)


@pytest.mark.parametrize("walk", [registered, assigned, submitted, awaiting_followup])
def test_state_and_clocks_stay_as_they_are(cast: Cast, walk: Callable[[Cast], Order]) -> None:
    order = walk(cast)
    clocks = list(Clock.objects.filter(order=order).order_by("pk").values())
    add(order, cast.operator)
    after = fresh(order)
    assert after.events == order.events + 1
    assert (after.state, after.state_since, after.round) == (order.state, order.state_since, order.round)
    assert (after.due_at, after.holder_unit_id) == (order.due_at, order.holder_unit_id)
    assert list(Clock.objects.filter(order=order).order_by("pk").values()) == clocks


def test_the_history_says_who_added_it(cast: Cast) -> None:
    order = assigned(cast)
    add(order, cast.operator)
    entry = last_entry(order, cast.operator)
    assert (entry.what, entry.who, entry.note) == ("补充情况", "欧受理", f"补充情况：{SAID}")


def test_the_unit_reads_it_of_a_confidential_order_too(cast: Cast) -> None:
    order = assigned(cast, wants_secrecy=True, title="油烟扰民", transfer="某处油烟扰民，请核查。")
    add(order, cast.operator)
    assert last_entry(order, cast.clerk).note == f"补充情况：{SAID}"


def test_a_form_of_the_unit_drawn_before_it_is_refused(cast: Cast) -> None:
    order = assigned(cast)
    drawn = seen(order)
    add(order, cast.operator)
    with pytest.raises(SeenOutOfDate), one_row():
        sign_order(order_id=order.pk, seen=drawn, actor=cast.clerk, at=AT)


@pytest.mark.parametrize("information", ["", " \n ", "长" * (INFORMATION_MAX + 1)])
def test_nothing_and_too_much_are_refused(cast: Cast, information: str) -> None:
    order = assigned(cast)
    with pytest.raises(InformationUnfit) as refused, one_row():
        add(order, cast.operator, information=information)
    assert set(refused.value.fields) == {"information"}
    assert fresh(order).events == order.events


@pytest.mark.parametrize("information", ["噪", "长" * INFORMATION_MAX])
def test_one_character_and_the_longest_are_taken_whole(cast: Cast, information: str) -> None:
    order = assigned(cast)
    add(order, cast.operator, information=information)
    assert Text.objects.get(order=order, event=order.events + 1).body == information


def test_a_closed_order_takes_nothing_more(cast: Cast) -> None:
    order = assigned(cast)
    withdraw_order(order_id=order.pk, reason="诉求人撤回。", seen=seen(order), actor=cast.operator, at=AT)
    with pytest.raises(WrongState, match="撤单"), one_row():
        add(order, cast.operator)


def test_only_an_operator_of_the_centre_adds(cast: Cast) -> None:
    order = assigned(cast)
    with pytest.raises(NotAllowed), one_row():
        add(order, cast.clerk)
    with pytest.raises(OrderNotFound), one_row():
        add(order, cast.stranger)
