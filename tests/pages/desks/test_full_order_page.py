"""The page of an order that took every road: one request, few statements, however long its history is."""

from __future__ import annotations

import re
from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from huying.workorders.models import Order
from tests.browse import browser
from tests.cast import Cast, create_cast
from tests.full_order import LAST, full_order
from tests.pages.desks.browse import order_url, shown
from tests.walk import contact, fresh

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("files")]
MOST = 25
PANELS = (
    *("退单", "会商意见", "吹哨", "提级", "批示", "延期", "挂账", "上门", "协办", "回访", "并单", "拆单", "催办"),
    *("重点关注", "先行联系", "疑难标签", "督办要求", "第 2 轮（电话催办）· 等待答复"),
)
READERS = ("clerk", "bureau_clerk", "dispatcher", "operator", "arbiter", "supervisor", "leader", "reviewer")


def _asked(cast: Cast, order: Order, who: str) -> list[str]:
    """Return the statements of the second look at a page: names and policies are in memory by then."""
    with browser(getattr(cast, who), at=LAST) as client:
        client.get(order_url(order))
        with CaptureQueriesContext(connection) as asked:
            page = client.get(order_url(order))
    assert page.status_code == 200
    return [one["sql"] for one in asked.captured_queries]


def test_every_panel_is_there_in_one_request_of_few_statements(files: Path) -> None:
    cast = create_cast()
    order = full_order(cast, events=80)
    with browser(cast.dispatcher, at=LAST) as client:
        html = shown(client.get(order_url(order)))
    assert [word for word in PANELS if word not in html] == []
    counts = {who: len(_asked(cast, order, who)) for who in READERS}
    assert max(counts.values()) <= MOST, counts


def test_a_history_of_two_hundred_events_asks_no_more() -> None:
    cast = create_cast()
    order = full_order(cast, events=80)
    before = _asked(cast, order, "clerk")
    for number in range(120):
        contact(order, cast, at=LAST + timedelta(minutes=number))
    assert fresh(order).events == 200
    after = _asked(cast, order, "clerk")
    assert len(after) == len(before)
    read = Counter(table for text in after for table in re.findall(r'FROM "(\w+)"', text))
    assert read["workorders_event"] == read["workorders_text"] == 1, read
