"""The page on which somebody says why an order is hard, and where it is seen."""

from __future__ import annotations

import pytest
from django.urls import reverse

from tests.browse import browser
from tests.cast import MONDAY, create_cast
from tests.factories.policy import publish_next
from tests.walk import HOUR, fresh, seen, signed

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


def test_a_unit_is_offered_the_tags_that_are_its_and_leaves_the_others_there() -> None:
    cast = create_cast()
    theirs = {"code": "old_town", "label": "老城改造", "roles": ["dispatcher"], "basis": "约定：试验。"}
    ours = {"code": "legacy", "label": "历史问题", "roles": ["clerk"], "basis": "约定：试验。"}
    publish_next(centre=cast.centre, at=MONDAY - HOUR, tags=[theirs, ours])
    order = signed(cast)
    url = reverse("tag_order", kwargs={"number": order.number})
    with browser(cast.dispatcher, at=AT) as client:
        assert client.post(url, {"tags": ["old_town"], "seen": order.events}).status_code == 302
    with browser(cast.clerk, at=AT) as client:
        assert "老城改造" not in client.get(url).content.decode().split("<form")[-1]
        assert client.post(url, {"tags": ["group"], "seen": seen(order)}).status_code == 422
        assert client.post(url, {"tags": ["legacy"], "seen": seen(order)}).status_code == 302
        page = client.get(reverse("order", kwargs={"number": order.number})).content.decode()
        assert "<dt>疑难标签</dt><dd>老城改造、历史问题</dd>" in page
        assert '<option value="old_town">老城改造</option>' in client.get(reverse("queue")).content.decode()
