"""Walking and looking up are two ways to the same orders."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection

from huying.domain.actors import Actor
from huying.workorders.queries import search as searching
from huying.workorders.queries.search import Place, SearchPage, search
from huying.workorders.queries.visible import visible_orders
from tests.cast import MONDAY, Cast

AT = MONDAY + timedelta(hours=5)
WAYS: dict[str, dict[str, int]] = {
    "walked whole": {"_WALKED_FIRST": 100_000},
    "walked until the page is full": {"_WALKED_FIRST": 1200},
    "looked up": {"_WALKED_FIRST": 2, "_INDEX_HITS": 100_000},
    "walked on": {"_WALKED_FIRST": 2, "_INDEX_HITS": 2},
}


def find(actor: Actor, place: Place | None = None) -> SearchPage:
    return search(text="路灯", place=place, actor=actor, at=AT)


def read_through(actor: Actor) -> list[int]:
    """Return the orders whose words hold 路灯, read one by one, newest first."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT order_id FROM workorders_searchrow WHERE words::text LIKE '%%路灯%%'")
        holding = {order_id for (order_id,) in cursor.fetchall()}
    mine = visible_orders(actor=actor).values_list("pk", flat=True)
    return sorted(holding.intersection(mine), reverse=True)


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("is_common", [True, False], ids=["common", "rare"])
@pytest.mark.parametrize("who", ["operator", "bureau_clerk", "clerk", "stranger", "outsider"])
def test_every_way_finds_the_same_pages_forth_and_back(
    way: str, is_common: bool, who: str, many_orders: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in WAYS[way].items():
        monkeypatch.setattr(searching, name, value)
    monkeypatch.setattr(searching, "are_all_common", lambda *_, **__: is_common)
    actor: Actor = getattr(many_orders, who)
    page = find(actor)
    pages = [[row.id for row in page.rows]]
    while page.next:
        page = find(actor, page.next)
        pages.append([row.id for row in page.rows])
    assert [pk for one in pages for pk in one] == read_through(actor)
    while page.previous:
        page = find(actor, page.previous)
        pages.pop()
        assert [row.id for row in page.rows] == pages[-1]
    assert len(pages) == 1


def test_the_cases_reach_over_more_than_a_page(many_orders: Cast) -> None:
    numbers = {who: len(read_through(getattr(many_orders, who))) for who in ("operator", "bureau_clerk", "clerk")}
    assert numbers == {"operator": 100, "bureau_clerk": 75, "clerk": 10}


def test_the_total_is_exact_or_not_told(many_orders: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    assert find(many_orders.bureau_clerk).total == 75
    monkeypatch.setattr(searching, "_WALKED_FIRST", 1200)
    monkeypatch.setattr(searching, "are_all_common", lambda *_, **__: True)
    assert find(many_orders.bureau_clerk).total is None
    monkeypatch.setattr(searching, "are_all_common", lambda *_, **__: False)
    monkeypatch.setattr(searching, "COUNTED", 60)
    assert find(many_orders.bureau_clerk).total == 60
