"""Putting an order on legal hold: by the administrators who never see it, and shown to those who do."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from huying.domain.actors import Role
from huying.workorders.models import Hold
from tests.browse import browser
from tests.cast import MONDAY, create_cast
from tests.factories.organisation import create_actor
from tests.pages.desks.browse import order_url, shown
from tests.walk import signed

pytestmark = pytest.mark.django_db
AT = MONDAY + timedelta(hours=20)
LIST = reverse("holds")


def test_an_order_is_put_on_hold_and_the_hold_is_lifted() -> None:
    cast = create_cast()
    order = signed(cast)
    guard = create_actor(unit=cast.hotline, role=Role.SECURITY_ADMIN, name="安管员")
    with browser(guard, at=AT) as client:
        answer = client.post(LIST, {"number": order.number, "reason": "法院第 12 号函"})
        assert (answer.status_code, answer.headers["Location"]) == (302, LIST)
        html = shown(client.get(LIST))
        assert order.number in html
        assert "法院第 12 号函" in html
        again = client.post(LIST, {"number": order.number, "reason": "再来"})
        assert (again.status_code, "已经设为保留" in shown(again)) == (409, True)
    with browser(cast.clerk, at=AT) as client:
        page = shown(client.get(order_url(order)))
        assert "设为保留（不得删除）" in page
        assert "理由：法院第 12 号函" in page
    with browser(cast.auditor, at=AT) as client:
        client.post(reverse("lift_hold", kwargs={"hold_id": Hold.objects.get().pk}))
        assert "没有保留中的工单" in shown(client.get(LIST))


@pytest.mark.parametrize("number", ["20200101000001", "abc", ""])
def test_a_number_that_is_none_keeps_what_was_typed(number: str) -> None:
    cast = create_cast()
    with browser(cast.auditor, at=AT) as client:
        answer = client.post(LIST, {"number": number, "reason": "审计第 3 号"})
    assert answer.status_code == 422
    assert "审计第 3 号" in answer.content.decode()


def test_nobody_else_sees_the_holds() -> None:
    cast = create_cast()
    for actor in (cast.operator, cast.supervisor, cast.clerk):
        with browser(actor, at=AT) as client:
            assert client.get(LIST).status_code == 403
