"""The page on which a message with several matters is split, and what its citizen reads."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from huying.domain.policies import OrderKind, Urgency
from huying.intake.actions.accept_order import accept_order
from huying.intake.choices import Route
from huying.workorders.models import Order
from tests.browse import browser
from tests.cast import MONDAY, create_cast
from tests.pages.citizen.walk import PHONE, open_by, submit
from tests.walk import HOUR, seen

pytestmark = pytest.mark.django_db
AT = MONDAY + HOUR


def test_what_is_typed_becomes_orders_that_the_citizen_follows_by_the_one_code() -> None:
    cast = create_cast()
    code = submit(Client(), at=MONDAY, phone=PHONE)
    order = Order.objects.get()
    accept_order(
        order_id=order.pk,
        route=Route.DISPATCH,
        kind=OrderKind.HELP,
        urgency=Urgency.ORDINARY,
        seen=1,
        actor=cast.operator,
        at=MONDAY,
    )
    url = reverse("split_order", kwargs={"number": order.number})
    with browser(cast.operator, at=AT) as client:
        assert url in client.get(reverse("order", kwargs={"number": order.number})).content.decode()
        nothing = client.post(url, {"seen": seen(order)})
        assert nothing.status_code == 422
        assert "请为拆出的每件事写明标题和转办内容" in nothing.content.decode()
        half = client.post(url, {"seen": seen(order), "title_1": "垃圾没人收"})
        assert half.status_code == 422
        assert "请写明第 1 件的转办内容" in half.content.decode()
        given = {"title_1": "垃圾没人收", "transfer_1": "垃圾三天没人收。", "rest": "只剩路灯。"}
        assert client.post(url, {"seen": seen(order), **given}).status_code == 302
        part = Order.objects.latest("pk")
        shown = client.get(reverse("order", kwargs={"number": order.number})).content.decode()
        assert reverse("order", kwargs={"number": part.number}) in shown
        assert "同一来件拆出的工单" in client.get(reverse("order", kwargs={"number": part.number})).content.decode()
    page = open_by(Client(), code, "7788", at=AT)
    assert "您还反映了 1 件事，分开办理" in page
    assert part.number in page
    assert part.number not in open_by(Client(), code, at=AT)
