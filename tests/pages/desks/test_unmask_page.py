"""Opening a caller's identity: a purpose, a record, and the parts shown once."""

from __future__ import annotations

import pytest
from django.urls import reverse

from huying.callers.models import Unmasking
from huying.domain.actors import NO_ORDERS
from huying.workorders.models import Order
from tests.browse import browser
from tests.cast import MONDAY, Cast, create_cast
from tests.factories.organisation import create_actor
from tests.factories.workorders import create_order
from tests.pages.desks.browse import shown
from tests.walk import HOUR, signed

pytestmark = pytest.mark.django_db
AT = MONDAY + 8 * HOUR
CONTACT = {"purpose": "contact", "fields_wanted": ["name", "phone"], "note": ""}


def url(order: Order) -> str:
    return reverse("unmask", kwargs={"number": order.number})


def whole(cast: Cast) -> Order:
    return signed(
        cast, name="王小明", phone="13800000000", id_number="46010019900101123x", home_address="和平大道12号3栋1501室"
    )


def test_the_parts_asked_for_are_shown_once_and_the_record_stays() -> None:
    cast = create_cast()
    order = whole(cast)
    with browser(cast.clerk, at=AT) as client:
        answer = client.post(url(order), CONTACT)
        assert (answer.status_code, "no-store" in answer.headers["Cache-Control"]) == (200, True)
        assert "王小明" in shown(answer)
        assert "13800000000" in shown(answer)
        assert "1501室" not in shown(answer)
        again = client.get(url(order))
    assert "王小明" not in shown(again)
    record = Unmasking.objects.get()
    assert (record.order_number, record.purpose, record.opened, record.person_id, record.at) == (
        order.number,
        "contact",
        ["name", "phone"],
        cast.clerk.person_id,
        AT,
    )


def test_looking_at_the_form_opens_nothing() -> None:
    cast = create_cast()
    order = whole(cast)
    with browser(cast.clerk, at=AT) as client:
        answer = client.get(url(order))
    assert answer.status_code == 200
    assert "王**" in shown(answer)
    assert "王小明" not in answer.content.decode()
    assert not Unmasking.objects.exists()


@pytest.mark.parametrize(
    "typed",
    [
        {},
        {**CONTACT, "purpose": ""},
        {**CONTACT, "fields_wanted": []},
        {**CONTACT, "fields_wanted": ["id_number"]},
        {**CONTACT, "fields_wanted": ["name", "home_address"]},
        {**CONTACT, "purpose": "lawful_demand"},
    ],
)
def test_without_a_purpose_of_one_s_own_or_with_more_than_it_needs_nothing_is_shown(typed: dict[str, object]) -> None:
    cast = create_cast()
    order = whole(cast)
    with browser(cast.clerk, at=AT) as client:
        answer = client.post(url(order), typed)
    assert answer.status_code == 422
    assert "王小明" not in answer.content.decode()
    assert not Unmasking.objects.exists()


def test_a_lawful_demand_must_name_the_letter() -> None:
    cast = create_cast()
    order = whole(cast)
    typed = {"purpose": "lawful_demand", "fields_wanted": ["id_number"], "note": ""}
    with browser(cast.dispatcher, at=AT) as client:
        refused = client.post(url(order), typed)
        assert (refused.status_code, "调取机关和文书编号" in shown(refused)) == (422, True)
        granted = client.post(url(order), {**typed, "note": "海城市公安局调证字〔2026〕8号"})
    assert "46010019900101123X" in shown(granted)


def test_nobody_opens_the_identity_of_an_order_that_is_not_theirs() -> None:
    cast = create_cast()
    order = whole(cast)
    admins = [create_actor(unit=cast.hotline, role=role) for role in sorted(NO_ORDERS)]
    for actor in (cast.outsider, cast.stranger, cast.bureau_clerk, cast.supervisor, cast.leader, *admins):
        with browser(actor, at=AT) as client:
            answer = client.post(url(order), CONTACT)
        assert answer.status_code in {403, 404}, actor.role
        assert "王小明" not in answer.content.decode()
    assert not Unmasking.objects.exists()


def test_a_unit_never_opens_a_confidential_caller() -> None:
    cast = create_cast()
    order = signed(
        cast, name="王小明", wants_secrecy=True, title="反映财务问题", transfer="请核查。", original="我是会计。"
    )
    for actor in (cast.clerk, cast.reviewer):
        with browser(actor, at=AT) as client:
            answers = [client.get(url(order)), client.post(url(order), CONTACT)]
        assert [answer.status_code for answer in answers] == [403, 403]
        assert "请通过热线代为联系" in shown(answers[0])
    assert not Unmasking.objects.exists()


def test_the_hotline_can_tell_the_caller_who_has_looked() -> None:
    cast = create_cast()
    order = whole(cast)
    with browser(cast.clerk, at=AT) as client:
        client.post(url(order), CONTACT)
        assert "以往查看记录" not in shown(client.get(url(order)))
    with browser(cast.operator, at=AT) as client:
        text = shown(client.get(url(order)))
    assert f"{cast.street.name} 联系诉求人 姓名、电话" in text


def test_an_order_without_a_caller_has_nothing_to_open() -> None:
    cast = create_cast()
    order = create_order(operator=cast.operator, at=MONDAY)
    Order.objects.filter(pk=order.pk).update(identity=None)
    with browser(cast.operator, at=AT) as client:
        answer = client.get(url(order))
        assert (answer.status_code, "没有登记诉求人信息" in shown(answer)) == (404, True)
        page = client.get(reverse("order", kwargs={"number": order.number}))
    assert url(order) not in page.content.decode()
