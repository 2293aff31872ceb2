"""Caller and unit write to each other on their pages."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse

from huying.dispatch.actions.assign_unit import assign_unit
from huying.domain.policies import OrderKind, Urgency
from huying.foundation import clock
from huying.handling.actions.sign_order import sign_order
from huying.intake.actions.accept_order import accept_order
from huying.intake.choices import Route
from huying.workorders.models import Order
from tests.browse import browser
from tests.cast import MONDAY, Cast, create_cast
from tests.pages.citizen.walk import PHONE, open_by, submit
from tests.walk import HOUR, seen

pytestmark = pytest.mark.django_db
AT = MONDAY + 3 * HOUR
ASKED, TOLD = "这段路归谁管？", "归街道养护，周三到现场。"


def in_hand(cast: Cast, **changes: str) -> tuple[str, Order]:
    """Return the query code of a citizen's demand, and its order with the street."""
    code = submit(Client(), at=MONDAY, phone=PHONE, **changes)
    order = Order.objects.latest("pk")
    accept_order(
        order_id=order.pk,
        route=Route.DISPATCH,
        kind=OrderKind.HELP,
        urgency=Urgency.ORDINARY,
        transfer="路面破损，请核实。",
        seen=seen(order),
        actor=cast.operator,
        at=MONDAY,
    )
    assign_unit(
        order_id=order.pk,
        lead_unit_id=cast.street.pk,
        assist_unit_ids=(),
        legal_basis="属地管理",
        seen=seen(order),
        actor=cast.dispatcher,
        at=MONDAY + HOUR,
    )
    sign_order(order_id=order.pk, seen=seen(order), actor=cast.clerk, at=MONDAY + 2 * HOUR)
    return code, order


def test_a_question_and_its_answer_stand_on_both_pages() -> None:
    cast = create_cast()
    code, order = in_hand(cast)
    citizen = Client()
    assert reverse("citizen_write") in open_by(citizen, code, "7788", at=AT)
    with clock.moved(AT):
        drawn = re.search(r'name="seen" value="(\d+)"', citizen.get(reverse("citizen_write")).content.decode())
        assert drawn
        given = {"seen": drawn[1], "words": ASKED}
        assert citizen.post(reverse("citizen_write"), given | {"words": " "}).status_code == 422
        assert citizen.post(reverse("citizen_write"), given).status_code == 302
    with browser(cast.clerk, at=AT) as desk:
        page = desk.get(reverse("order", args=[order.number])).content.decode()
        assert ASKED in page
        assert "承办单位还没有回复" in page
        url = reverse("write_to_caller", args=[order.number])
        assert ASKED in desk.get(url).content.decode()
        assert desk.post(url, {"words": TOLD, "seen": seen(order)}).status_code == 302
        page = desk.get(reverse("order", args=[order.number])).content.decode()
        assert "承办单位还没有回复" not in page
    with clock.moved(AT):
        page = citizen.get(reverse("citizen_order")).content.decode()
    assert TOLD in page
    assert "留言不是正式答复" in page
    assert "陈承办" not in page


def test_the_code_alone_shows_no_message_and_writes_none() -> None:
    cast = create_cast()
    code, order = in_hand(cast)
    with browser(cast.clerk, at=AT) as desk:
        desk.post(reverse("write_to_caller", args=[order.number]), {"words": TOLD, "seen": seen(order)})
    stranger = Client()
    page = open_by(stranger, code, at=AT)
    assert TOLD not in page
    assert reverse("citizen_write") not in page
    with clock.moved(AT):
        assert stranger.post(reverse("citizen_write"), {"seen": "1", "words": ASKED}).status_code == 404


def test_of_a_confidential_demand_neither_page_offers_it() -> None:
    cast = create_cast()
    code, order = in_hand(cast, wants_secrecy="on")
    assert reverse("citizen_write") not in open_by(Client(), code, "7788", at=AT)
    with browser(cast.clerk, at=AT) as desk:
        url = reverse("write_to_caller", args=[order.number])
        assert url not in desk.get(reverse("order", args=[order.number])).content.decode()
        assert desk.get(url).status_code == 409
