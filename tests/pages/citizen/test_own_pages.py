"""What a citizen does to the own order alone: adds, urges, withdraws."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from huying.foundation import clock
from huying.workorders.models import Attachment, Order, Text
from tests.browse import browser
from tests.cast import MONDAY, Cast, create_cast
from tests.factories.pictures import upload
from tests.pages.citizen.walk import PHONE, open_by, submit
from tests.walk import HOUR, answered, fresh

pytestmark = pytest.mark.django_db
AT = MONDAY + HOUR
SAID = "昨天又坏了一盏，在三号楼前。"
PAGES = ("citizen_add", "citizen_urge", "citizen_withdraw")


@pytest.fixture
def cast() -> Cast:
    return create_cast()


def opened(*, digits: str = "7788", **changes: str) -> tuple[Client, Order]:
    code = submit(Client(), at=MONDAY, phone=PHONE, **changes)
    client = Client()
    open_by(client, code, digits, at=AT)
    return client, Order.objects.latest("pk")


def send(client: Client, name: str, *, status: int = 302, **given: object) -> str:
    with clock.moved(AT):
        page = client.get(reverse(name)).content.decode()
        seen = re.search(r'name="seen" value="(\d+)"', page)
        assert seen, page
        answer = client.post(reverse(name), {"seen": seen[1], **given})
    assert answer.status_code == status, answer.content.decode()
    return answer.content.decode()


def shown(client: Client) -> str:
    with clock.moved(AT):
        return client.get(reverse("citizen_order")).content.decode()


def test_new_facts_and_pictures_reach_the_order_and_stand_on_the_own_page(cast: Cast, files: Path) -> None:
    client, order = opened()
    send(client, "citizen_add", information=SAID, pictures=upload())
    assert Text.objects.get(order=order, kind="information").body == SAID
    assert Attachment.objects.get().kind == "demand"
    page = shown(client)
    assert SAID in page
    assert "您补充了情况" in page
    with browser(cast.operator, at=AT) as desk:
        staff = desk.get(reverse("order", kwargs={"number": order.number})).content.decode()
    assert SAID in staff
    assert "诉求人" in staff


def test_adding_is_limited_a_day(cast: Cast, settings: Settings) -> None:
    settings.HUYING_CITIZEN_PER_ORDER = 2
    client, order = opened()
    for _ in range(2):
        send(client, "citizen_add", information=SAID)
    page = send(client, "citizen_add", information=SAID, status=429)
    assert "今天补充的次数太多" in page
    assert SAID in page
    assert fresh(order).events == 3


def test_who_urged_today_gets_no_second_button(cast: Cast) -> None:
    client, order = opened()
    assert reverse("citizen_urge") in shown(client)
    send(client, "citizen_urge", words="请快一点。")
    page = shown(client)
    assert reverse("citizen_urge") not in page
    assert "请快一点。" in page
    assert "今天已经催办过" in send(client, "citizen_urge", status=429)
    with browser(cast.operator, at=AT) as desk:
        staff = desk.get(reverse("order", kwargs={"number": order.number})).content.decode()
        assert "已催办 <strong>1</strong> 次" in staff
        assert "催办 1" in desk.get(reverse("queue")).content.decode()


def test_a_withdrawn_demand_ends_and_says_so(cast: Cast) -> None:
    client, order = opened()
    assert "请写明为什么撤单" in send(client, "citizen_withdraw", reason=" ", status=422)
    send(client, "citizen_withdraw", reason="邻居修好了。")
    assert fresh(order).state == "withdrawn"
    page = shown(client)
    assert "已按您的意愿撤回" in page
    for name in PAGES:
        assert reverse(name) not in page
        with clock.moved(AT):
            assert client.get(reverse(name)).status_code == 409


def test_units_read_nothing_of_what_a_confidential_citizen_adds(cast: Cast) -> None:
    client, order = opened(wants_secrecy="on")
    send(client, "citizen_add", information="我是三号楼的老王。")
    assert not Text.objects.filter(order=order, kind="information").exists()
    assert Text.objects.get(order=order, kind="words").body == "我是三号楼的老王。"
    assert "我是三号楼的老王。" in shown(client)


@pytest.mark.parametrize("name", PAGES)
def test_the_code_without_the_digits_opens_no_form(cast: Cast, name: str) -> None:
    client, order = opened(digits="")
    assert reverse(name) not in shown(client)
    with clock.moved(AT):
        answer = client.post(reverse(name), {"seen": "1", "information": SAID, "reason": SAID})
    assert answer.status_code == 404
    assert "请重新输入查询码" in answer.content.decode()
    assert fresh(order).events == 1


def test_an_answered_demand_takes_facts_but_is_neither_urged_nor_withdrawn(cast: Cast) -> None:
    code = submit(Client(), at=MONDAY, phone=PHONE)
    answered(cast, Order.objects.get())
    client = Client()
    page = open_by(client, code, "7788", at=MONDAY + 8 * HOUR)
    assert [reverse(name) in page for name in PAGES] == [True, False, False]
