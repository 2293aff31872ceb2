"""The page on which somebody says why an order is hard, and where it is seen."""

from __future__ import annotations

import pytest
from django.urls import reverse

from tests.browse import browser
from tests.cast import MONDAY, create_cast
from tests.walk import HOUR, fresh, signed

pytestmark = pytest.mark.django_db
AT = MONDAY + 4 * HOUR


def test_tags_are_ticked_shown_on_the_order_and_found_in_the_queue() -> None:
    cast = create_cast()
    order, other = signed(cast, title="老楼加装电梯"), signed(cast, title="路灯不亮")
    url = reverse("tag_order", kwargs={"number": order.number})
    with browser(cast.clerk, at=AT) as client:
        assert "历史遗留" in client.get(url).content.decode()
        done = client.post(url, {"tags": ["legacy", "dual"], "seen": order.events})
        assert done.status_code == 302
        page = client.get(reverse("order", kwargs={"number": order.number})).content.decode()
        assert "<dt>疑难标签</dt><dd>双重管理、历史遗留</dd>" in page
        assert 'value="legacy" id="id_tags_4" checked' in client.get(url).content.decode()
        queue = client.get(reverse("queue"), {"tab": "held", "difficulty": "legacy"}).content.decode()
    assert order.number in queue
    assert other.number not in queue


def test_nothing_changed_comes_back_with_a_sentence() -> None:
    cast = create_cast()
    order = signed(cast)
    with browser(cast.dispatcher, at=AT) as client:
        again = client.post(reverse("tag_order", kwargs={"number": order.number}), {"seen": order.events})
    assert again.status_code == 422
    assert "标签没有变化" in again.content.decode()
    assert fresh(order).difficulties is None
