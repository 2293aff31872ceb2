"""The page on which an operator adds what a caller says later."""

from __future__ import annotations

import pytest
from django.urls import reverse

from huying.workorders.models import Order
from tests.browse import browser
from tests.cast import MONDAY, create_cast
from tests.walk import HOUR, assigned, fresh

pytestmark = pytest.mark.django_db
AT = MONDAY + 6 * HOUR
SAID = "今晚又开始了，烧烤店在北门东侧。"
WARNING = "不要写入能认出诉求人的信息"


def page_of(order: Order) -> str:
    return reverse("add_information", kwargs={"number": order.number})


def test_the_order_page_leads_an_operator_to_the_form_and_shows_the_unit_what_was_typed() -> None:
    cast = create_cast()
    order = assigned(cast)
    shown = reverse("order", kwargs={"number": order.number})
    with browser(cast.operator, at=AT) as client:
        assert f'href="{page_of(order)}"' in client.get(shown).content.decode()
        form = client.get(page_of(order)).content.decode()
        assert "承办单位可以看到" in form
        assert WARNING not in form
        done = client.post(page_of(order), {"information": SAID, "seen": order.events})
        assert (done.status_code, done.headers["Location"]) == (302, shown)
    with browser(cast.clerk, at=AT) as client:
        page = client.get(shown).content.decode()
    assert SAID in page
    assert "欧受理" in page
    assert page_of(order) not in page


def test_the_form_of_a_confidential_order_warns() -> None:
    cast = create_cast()
    order = assigned(cast, wants_secrecy=True, title="油烟扰民", transfer="某处油烟扰民，请核查。")
    with browser(cast.operator, at=AT) as client:
        assert WARNING in client.get(page_of(order)).content.decode()


@pytest.mark.parametrize("typed", ["", "  ", "长" * 2001])
def test_nothing_and_too_much_come_back_with_a_sentence(typed: str) -> None:
    cast = create_cast()
    order = assigned(cast)
    with browser(cast.operator, at=AT) as client:
        response = client.post(page_of(order), {"information": typed, "seen": order.events})
    assert response.status_code == 422
    assert "2000" in response.content.decode()
    assert fresh(order).events == order.events


def test_the_page_opens_to_operators_of_the_centre_only() -> None:
    cast = create_cast()
    order = assigned(cast)
    for actor, status in ((cast.dispatcher, 403), (cast.clerk, 403), (cast.auditor, 403), (cast.stranger, 404)):
        with browser(actor, at=AT) as client:
            assert client.get(page_of(order)).status_code == status, actor.role
