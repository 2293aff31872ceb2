"""The page behind the one search box."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import unquote

import pytest
from django.test import Client

from huying.domain.actors import NO_ORDERS
from huying.workorders.models import Order
from tests.browse import browser
from tests.cast import MONDAY, create_cast
from tests.factories.organisation import create_actor
from tests.factories.workorders import create_order
from tests.pages.desks.browse import listed, order_url, shown
from tests.queries.workorders.orders import many, with_words
from tests.walk import HOUR, signed

pytestmark = pytest.mark.django_db
AT = MONDAY + 8 * HOUR


def searched(client: Client, text: str) -> Any:
    """Put a text into the box and follow where it leads."""
    return client.post("/search/", {"q": text}, follow=True)


def test_an_order_s_number_leads_straight_to_it() -> None:
    cast = create_cast()
    order = signed(cast)
    with browser(cast.clerk, at=AT) as client:
        assert searched(client, order.number).redirect_chain[-1][0] == order_url(order)


def test_words_give_a_list_that_says_by_what_it_was_found() -> None:
    cast = create_cast()
    order = signed(cast)
    with browser(cast.clerk, at=AT) as client:
        answer = searched(client, "油烟")
    assert f"/orders/{order.number}/" in answer.content.decode()
    assert "按标题、内容和地点找到 1 张工单" in shown(answer)
    assert 'value="油烟"' in answer.content.decode()


@pytest.mark.parametrize(("text", "status"), [("", 200), ("油", 422), ("。。", 422)])
def test_what_cannot_be_searched_is_answered_with_a_sentence(text: str, status: int) -> None:
    cast = create_cast()
    with browser(cast.operator, at=AT) as client:
        answer = searched(client, text)
    assert (answer.status_code, "至少" in shown(answer)) == (status, True)


def test_nothing_found_says_what_to_do() -> None:
    cast = create_cast()
    signed(cast)
    admins = [create_actor(unit=cast.hotline, role=role) for role in sorted(NO_ORDERS)]
    for actor in (cast.outsider, cast.stranger, *admins):
        with browser(actor, at=AT) as client:
            for text in ("油烟", "13800000000", "20260302000001"):
                answer = searched(client, text)
                assert answer.status_code == 200
                assert "没有找到" in shown(answer), (actor.role, text)
                assert "/orders/2" not in answer.content.decode()


def test_the_pages_of_a_long_list_follow_one_another() -> None:
    cast = create_cast()
    orders = many(70, operator=cast.operator, at=MONDAY)
    with_words(orders, transfer="小区停水")
    with browser(cast.operator, at=AT) as client:
        first = searched(client, "停水")
        rest = listed(client, "/search/" + first.context["next_url"])
    assert "共 70 条" in shown(first)
    assert len(rest) == 20
    assert not rest & {row.number for row in first.context["page"].rows}


def test_no_browser_keeps_what_was_found() -> None:
    cast = create_cast()
    create_order(operator=cast.operator, at=MONDAY)
    with browser(cast.operator, at=AT) as client:
        assert "no-store" in searched(client, "油烟").headers["Cache-Control"]


@pytest.mark.parametrize("text", ["13800000000", "0460-10000099", "油烟 扰民", "110101199003077758"])
def test_what_is_searched_for_never_stands_in_an_address(text: str) -> None:
    cast = create_cast()
    with browser(cast.operator, at=AT) as client:
        first = searched(client, text)
        ((address, status),) = first.redirect_chain
        again = client.get(address)
    assert status == 302
    assert not [part for part in text.split() if part in unquote(address)]
    assert f'value="{text}"' in again.content.decode()
    assert again.status_code == 200


def test_the_pages_of_a_callers_orders_keep_the_number_out_of_their_addresses() -> None:
    cast = create_cast()
    order = create_order(operator=cast.operator, at=MONDAY, phone="13800000000")
    many(70, operator=cast.operator, at=MONDAY)
    Order.objects.update(caller_id=order.caller_id)
    total = Order.objects.count()
    with browser(cast.operator, at=AT) as client:
        first = searched(client, "138 0000 0000")
        rest = listed(client, "/search/" + first.context["next_url"])
    assert f"共 {total} 条" in shown(first)
    assert len(rest) == total - 50
    assert not re.search("138.?0000", unquote(first.context["next_url"]))


@pytest.mark.parametrize("sealed", ["", "nonsense", "AAAA", "电话", "A" * 400])
def test_an_address_that_we_did_not_make_searches_for_nothing(sealed: str) -> None:
    cast = create_cast()
    with browser(cast.operator, at=AT) as client:
        answer = client.get("/search/", {"s": sealed, "q": "13800000000"})
    assert answer.status_code == 200
    assert "13800000000" not in answer.content.decode()
