"""Focus lists: who keeps them, and which orders they point out."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.urls import reverse

from huying.dispatch.actions.assign_unit import assign_unit
from huying.domain.actors import SEATED, Actor, Role
from huying.domain.errors import NotAllowed
from huying.domain.policies import OrderKind, Urgency
from huying.domain.states import State
from huying.foundation import memory
from huying.foundation.commit import one_row
from huying.intake.actions.accept_order import accept_order
from huying.intake.choices import Route
from huying.workorders.actions.add_focus import FocusInvalid, add_focus
from huying.workorders.actions.end_focus import FocusNotFound, end_focus
from huying.workorders.actions.open_order import NewOrder, open_order
from huying.workorders.choices import Channel, FocusKind
from huying.workorders.models import Focus, Order
from huying.workorders.queries.dossier import dossier_for
from huying.workorders.queries.focuses import focuses, focuses_of
from tests.browse import browser
from tests.cast import MONDAY, Cast, create_cast
from tests.factories.organisation import create_actor
from tests.factories.workorders import create_order
from tests.walk import HOUR, assigned, fresh, seen

pytestmark = pytest.mark.django_db
AT = MONDAY + 2 * HOUR
DAY = date(2026, 3, 2)


def add(cast: Cast, **changes: Any) -> Focus:
    given: dict[str, Any] = {
        "kind": FocusKind.PROBLEM,
        "title": "夜间烧烤扰民",
        "owner_unit_id": cast.bureau.pk,
        "first_day": DAY,
        "last_day": DAY + timedelta(days=30),
    }
    memory.forget()
    return add_focus(**given | changes, actor=cast.supervisor, at=AT)


def titles(order: Order, actor: Actor) -> list[str]:
    return [row.title for row in focuses_of(dossier=dossier_for(order_id=order.pk, actor=actor), actor=actor)]


def test_an_order_is_of_a_focus_where_word_and_place_and_days_all_fit() -> None:
    cast = create_cast()
    add(cast, word="烧烤", region_id=cast.region_street.parent_id)
    add(cast, title="早就结束", word="烧烤", first_day=DAY - timedelta(days=9), last_day=DAY - timedelta(days=1))
    there = assigned(cast, region_id=cast.region_street.pk)
    nowhere, other = assigned(cast), assigned(cast, region_id=cast.region_street.pk, original="路灯不亮，请修理。")
    assert titles(there, cast.clerk) == ["夜间烧烤扰民"]
    assert titles(nowhere, cast.clerk) == []
    assert titles(other, cast.clerk) == []


def test_a_place_does_not_give_away_where_a_confidential_order_is() -> None:
    cast = create_cast()
    add(cast, region_id=cast.region_street.pk)
    order = assigned(cast, region_id=cast.region_street.pk, wants_secrecy=True, title="油烟", transfer="请核查。")
    assert titles(order, cast.clerk) == []
    assert titles(order, cast.dispatcher) == ["夜间烧烤扰民"]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({}, "word"),
        ({"word": "烧"}, "word"),
        ({"word": "烧烤", "title": " "}, "title"),
        ({"word": "烧烤", "last_day": DAY - timedelta(days=1)}, "last_day"),
        ({"matter_code": "999999"}, "matter_code"),
        ({"region_id": 2**40}, "region_id"),
    ],
)
def test_a_focus_that_does_not_add_up_is_refused(changes: dict[str, Any], field: str) -> None:
    with pytest.raises(FocusInvalid) as refused, one_row():
        add(create_cast(), **changes)
    assert list(refused.value.fields) == [field]


def test_only_supervisors_keep_the_list_and_end_what_is_on_it() -> None:
    cast = create_cast()
    begun = add(cast, word="烧烤", first_day=DAY - timedelta(days=5))
    today = add(cast, word="路灯", title="路灯")
    with pytest.raises(NotAllowed), one_row():
        end_focus(focus_id=begun.pk, actor=cast.operator, at=AT)
    for one in (begun, today):
        end_focus(focus_id=one.pk, actor=cast.supervisor, at=AT)
    assert focuses(actor=cast.supervisor, at=AT) == ()
    assert Focus.objects.get().last_day == DAY - timedelta(days=1)
    with pytest.raises(FocusNotFound), one_row():
        end_focus(focus_id=begun.pk, actor=cast.supervisor, at=AT)


def test_the_page_is_filled_by_a_supervisor_and_the_order_s_page_points_it_out() -> None:
    cast = create_cast()
    url = reverse("focus")
    given = {
        "kind": "problem",
        "title": "夜间烧烤扰民",
        "word": "烧烤",
        "place": "桥头街道",
        "owner": "市城市管理局",
        "first_day": "2026-03-02",
        "last_day": "2026-04-01",
    }
    memory.forget()
    with browser(cast.supervisor, at=AT) as client:
        assert client.post(url, given | {"owner": "没有的单位"}).status_code == 422
        assert client.post(url, given).status_code == 302
        assert "地点「临江区桥头街道」" in client.get(url).content.decode()
    order = assigned(cast, region_id=cast.region_street.pk)
    memory.forget()
    with browser(cast.clerk, at=AT) as client:
        assert client.post(url, given).status_code == 403
        assert "夜间烧烤扰民" in client.get(url).content.decode()
        page = client.get(reverse("order", kwargs={"number": order.number})).content.decode()
    assert "重点关注：夜间烧烤扰民" in page
    with browser(cast.supervisor, at=AT) as client:
        client.post(reverse("end_focus", kwargs={"focus_id": Focus.objects.get().pk}))
    assert not Focus.objects.exists()


@pytest.mark.parametrize("role", sorted(SEATED))
def test_everyone_who_sees_orders_reads_the_list(role: Role) -> None:
    cast = create_cast()
    is_admin = role in {Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN}
    with browser(create_actor(unit=cast.hotline, role=role), at=AT) as client:
        assert client.get(reverse("focus")).status_code == (403 if is_admin else 200)


def test_a_focus_with_priority_hastens_what_comes_in_and_says_why() -> None:
    cast = create_cast()
    add(cast, word="烧烤", urgency=Urgency.TIMELY, basis="市油烟整治方案第三条")
    hastened = create_order(operator=cast.operator, at=AT)
    memory.forget()
    assert hastened.urgency == Urgency.TIMELY
    first = hastened.history.get(seq=1).data
    assert (first["focus"], first["urgency"], first["urgency_before"]) == (Focus.objects.get().pk, 2, 3)
    other = create_order(operator=cast.operator, at=AT, original="路灯不亮，请修理。")
    urgent = create_order(operator=cast.operator, at=AT, urgency=Urgency.EMERGENCY)
    later = create_order(operator=cast.operator, at=AT + timedelta(days=40))
    assert [one.urgency for one in (other, urgent, later)] == [3, 1, 3]
    assert handle_due(hastened, cast) < handle_due(other, cast)
    with browser(cast.dispatcher, at=AT) as client:
        page = client.get(reverse("order", kwargs={"number": hastened.number})).content.decode()
        lane = client.get(reverse("queue"), {"tab": "urgent"}).content.decode()
    assert "优先办理：夜间烧烤扰民（至少按「时效」办理，依据：市油烟整治方案第三条" in page
    assert "急事急办" in lane
    assert hastened.number not in lane  # it was dispatched
    assert urgent.number in lane
    assert other.number not in lane


def test_a_hastened_order_stands_first_in_the_list_of_the_dispatcher_and_says_so() -> None:
    cast = create_cast()
    others = [create_order(operator=cast.operator, at=MONDAY, original="路灯不亮，请修理。") for _ in range(2)]
    add(cast, word="烧烤", urgency=Urgency.TIMELY, basis="市油烟整治方案第三条")
    hastened = create_order(operator=cast.operator, at=AT)
    Order.objects.filter(pk__in=[order.pk for order in others]).update(due_at=MONDAY)
    with browser(cast.dispatcher, at=AT + 24 * HOUR) as client:
        page = client.get(reverse("queue")).content.decode()
    places = [page.index(order.number) for order in (hastened, *others)]
    assert places == sorted(places)
    assert "求助 · " in page[places[0] : places[1]]
    assert "时效" in page[places[0] : places[1]]


def test_what_came_in_by_itself_is_hastened_when_it_is_accepted() -> None:
    cast = create_cast()
    add(cast, word="烧烤", urgency=Urgency.EMERGENCY, basis="市油烟整治方案第三条")
    new = NewOrder(
        channel=Channel.WEB,
        kind=OrderKind.HELP,
        urgency=Urgency.ORDINARY,
        title="楼下油烟",
        original="楼下烧烤店油烟",
        transfer="",
        state=State.AWAITING_ACCEPTANCE,
    )
    order = open_order(new=new, actor=cast.operator, at=AT)
    assert order.urgency == Urgency.ORDINARY
    accept_order(
        order_id=order.pk,
        route=Route.DISPATCH,
        kind=OrderKind.COMPLAINT,
        urgency=Urgency.ORDINARY,
        transfer="反映烧烤店油烟，请核查。",
        seen=1,
        actor=cast.operator,
        at=AT,
    )
    assert fresh(order).urgency == Urgency.EMERGENCY
    assert order.history.get(seq=2).data["urgency_before"] == 3


def test_priority_needs_a_basis() -> None:
    cast = create_cast()
    with pytest.raises(FocusInvalid) as refused, one_row():
        add(cast, word="烧烤", urgency=Urgency.TIMELY, basis=" ")
    assert list(refused.value.fields) == ["basis"]


def handle_due(order: Order, cast: Cast) -> datetime:
    """Send an order to the street and return when it is due."""
    assign_unit(
        order_id=order.pk,
        lead_unit_id=cast.street.pk,
        legal_basis="街道办事处条例",
        seen=seen(order),
        actor=cast.dispatcher,
        at=AT,
    )
    return Order.objects.get(pk=order.pk).due_at or AT
