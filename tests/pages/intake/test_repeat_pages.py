"""Where an operator finds that something was brought up before, and says so."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from huying.workorders.models import Order
from tests.browse import browser
from tests.cast import MONDAY, Cast, create_cast
from tests.factories.workorders import create_order
from tests.walk import fresh, seen

pytestmark = pytest.mark.django_db
AT = MONDAY + timedelta(days=92)


@pytest.fixture
def cast() -> Cast:
    return create_cast()


def test_looking_before_registering_shows_what_the_line_said_and_keeps_what_was_typed(cast: Cast) -> None:
    before = create_order(operator=cast.operator, at=AT - timedelta(days=1), title="油烟扰民")
    long_ago = create_order(operator=cast.operator, at=MONDAY, title="很久以前")
    with browser(cast.operator, at=AT) as client:
        answer = client.post(reverse("register"), {"phone": "13800000000", "original": "又来了。", "look": "1"})
    page = answer.content.decode()
    assert answer.status_code == 200
    assert before.number in page
    assert long_ago.number not in page
    assert "又来了。" in page
    assert "必填" not in page.split("<form")[0]
    assert Order.objects.count() == 2


def test_nothing_found_is_said(cast: Cast) -> None:
    with browser(cast.operator, at=AT) as client:
        page = client.post(reverse("register"), {"phone": "13900000000", "look": "1"}).content.decode()
    assert "没有找到，可以直接登记" in page


def test_the_form_offers_earlier_orders_and_the_order_page_says_which_time_it_is(cast: Cast) -> None:
    orders = [create_order(operator=cast.operator, at=AT, title=f"油烟{time}") for time in range(3)]
    first, second, third = orders
    with browser(cast.operator, at=AT) as client:
        form = client.get(reverse("link_repeat", kwargs={"number": second.number})).content.decode()
        assert f'value="{first.number}"' in form
        assert f'value="{third.number}"' not in form
        refused = client.post(reverse("link_repeat", kwargs={"number": second.number}), {"seen": seen(second)})
        assert refused.status_code == 422
        for order, given in ((second, {"found": first.number}), (third, {"repeats_number": first.number})):
            url = reverse("link_repeat", kwargs={"number": order.number})
            assert client.post(url, {"seen": seen(order), **given}).status_code == 302
        page = client.get(reverse("order", kwargs={"number": third.number})).content.decode()
        assert "第 3 次反映" in page
        assert "反复投诉，请先查明根因" in page
        assert f"相关工单：{first.number}" in page
        assert reverse("unlink_repeat", kwargs={"number": third.number}) in page
        assert reverse("link_repeat", kwargs={"number": third.number}) not in page
        client.post(reverse("unlink_repeat", kwargs={"number": third.number}), {"seen": seen(third)})
    assert fresh(third).repeats_id is None
