"""The list of hung matters: order, pages, rights, and the index that each cut is read by."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from huying.domain.actors import Actor, Role
from huying.handling.choices import HangingCategory, HangingState
from huying.handling.models import Hanging
from huying.handling.queries import ledger
from huying.handling.queries.ledger import LedgerFilter, ledger_counts, ledger_page, waiting_hangings
from huying.web.rows import Light
from huying.workorders.queries.queue import Cursor
from tests.cast import MONDAY, Cast, create_cast
from tests.factories.organisation import create_actor
from tests.queries.workorders.plans import as_if_big
from tests.walk import HOUR, hung

pytestmark = pytest.mark.django_db
AT = MONDAY + 10 * HOUR
DAY = timedelta(days=1)
ALL = LedgerFilter()


def test_pages_follow_each_other_there_and_back_without_gap_or_repeat(monkeypatch: pytest.MonkeyPatch) -> None:
    cast = create_cast()
    numbers = [hung(cast).number for _ in range(5)]
    Hanging.objects.filter(order__id=int(numbers[4][8:])).update(next_review_at=AT)
    expected = [numbers[4], *numbers[:4]]
    monkeypatch.setattr(ledger, "PAGE", 2)
    pages = [ledger_page(wanted=ALL, cursor=None, actor=cast.arbiter, at=AT)]
    while pages[-1].next:
        pages.append(ledger_page(wanted=ALL, cursor=pages[-1].next, actor=cast.arbiter, at=AT))
    assert [[row.number for row in page.rows] for page in pages] == [expected[:2], expected[2:4], expected[4:]]
    back = [pages[-1]]
    while back[-1].previous:
        back.append(ledger_page(wanted=ALL, cursor=back[-1].previous, actor=cast.arbiter, at=AT))
    assert back[0].rows == pages[2].rows
    assert {row.number for page in back for row in page.rows} == set(expected)


def test_the_light_is_of_the_review() -> None:
    cast = create_cast()
    hung(cast)
    due = Hanging.objects.get().next_review_at
    assert due
    found = {
        at: ledger_page(wanted=ALL, cursor=None, actor=cast.arbiter, at=at).rows[0].level
        for at in (AT, due - 4 * DAY, due, due + HOUR)
    }
    assert list(found.values()) == [Light.NORMAL, Light.NEAR, Light.NEAR, Light.OVER]
    assert [row.late for row in ledger_counts(actor=cast.arbiter, at=due + HOUR)] == [1]


def test_a_district_s_leader_and_a_unit_count_only_their_own() -> None:
    cast = create_cast()
    hung(cast)
    leader = create_actor(unit=cast.district, role=Role.LEADER)
    elsewhere = replace(leader, district_id=cast.bureau.pk)
    seen = {
        actor: sum(row.hung for row in ledger_counts(actor=actor, at=AT))
        for actor in (cast.arbiter, leader, elsewhere, cast.clerk, cast.bureau_clerk, cast.stranger, cast.auditor)
    }
    assert list(seen.values()) == [1, 1, 0, 1, 0, 0, 0]


LISTS = [
    ("arbiter", ALL, "hanging_hung_centre"),
    ("arbiter", replace(ALL, is_late=True), "hanging_hung_centre"),
    ("arbiter", replace(ALL, category=HangingCategory.LEGACY), "hanging_hung_category"),
    ("arbiter", replace(ALL, state=HangingState.WRITTEN_OFF), "hanging_over_centre"),
    ("clerk", ALL, "hanging_hung_unit"),
]


@pytest.mark.parametrize("cursor", [None, Cursor(moment=AT, id=1), Cursor(moment=AT, id=1, back=True)], ids=str)
@pytest.mark.parametrize(("who", "wanted", "index"), LISTS)
def test_each_cut_is_read_in_order_by_its_own_index(
    who: str, wanted: LedgerFilter, index: str, cursor: Cursor | None
) -> None:
    cast = create_cast()
    actor = _actor(cast, who)
    with as_if_big():
        plan = _plan(lambda: ledger_page(wanted=wanted, cursor=cursor, actor=actor, at=AT))
    assert index in plan, plan
    assert "Sort" not in plan, plan


@pytest.mark.parametrize(("who", "index"), [("arbiter", "hanging_at_centre"), ("reviewer", "hanging_at_unit")])
def test_what_waits_is_read_by_its_own_index(who: str, index: str) -> None:
    actor = _actor(create_cast(), who)
    with as_if_big():
        plan = _plan(lambda: waiting_hangings(actor=actor, at=AT))
    assert index in plan, plan


def test_a_count_stops_at_its_cap(monkeypatch: pytest.MonkeyPatch) -> None:
    cast = create_cast()
    for _ in range(3):
        hung(cast)
    monkeypatch.setattr(ledger, "COUNTED", 2)
    (row,) = ledger_counts(actor=cast.arbiter, at=AT)
    assert (row.hung, row.late) == (2, 0)


def _actor(cast: Cast, who: str) -> Actor:
    actor = getattr(cast, who)
    assert isinstance(actor, Actor)
    return actor


def _plan(ask: object) -> str:
    assert callable(ask)
    with CaptureQueriesContext(connection) as asked:
        ask()
    (text,) = [query["sql"] for query in asked.captured_queries if 'FROM "handling_hanging"' in query["sql"]][:1]
    with connection.cursor() as cursor:
        cursor.execute("EXPLAIN (COSTS off) " + text)
        return "\n".join(line for (line,) in cursor.fetchall())
