"""No list and no search reads the table of orders whole: each has its index."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from huying.domain.actors import Actor, Role
from huying.domain.states import State
from huying.web.rows import Light
from huying.workorders.queries import search as searching
from huying.workorders.queries.queue import Cursor, QueueFilter, Scope, queue_counts, queue_page
from huying.workorders.queries.search import search
from huying.workorders.queries.search_words import are_all_common, common_words
from tests.cast import MONDAY, Cast
from tests.queries.workorders.plans import as_if_big, plans_of

AT = MONDAY + timedelta(hours=5)
OPEN = QueueFilter(scope=Scope.OPEN_TO_ME)
OVER = replace(OPEN, is_over=True)
LISTS: list[tuple[str, QueueFilter, str]] = [
    ("operator", OPEN, "order_open_centre"),
    ("operator", replace(OPEN, state=State.AWAITING_FOLLOWUP), "order_open_state"),
    ("operator", replace(OPEN, state=State.AWAITING_ACCEPTANCE), "order_awaits_acceptance"),
    ("dispatcher", replace(OPEN, state=State.AWAITING_DISPATCH), "order_awaits_dispatch"),
    ("dispatcher", replace(OPEN, state=State.AWAITING_DISPATCH, is_urgent=True), "order_awaits_dispatch"),
    ("operator", replace(OPEN, light=Light.OVER), "order_open_centre"),
    ("operator", replace(OPEN, light=Light.NEAR), "order_open_centre"),
    ("operator", replace(OPEN, light=Light.NORMAL), "order_open_centre"),
    ("operator", replace(OPEN, urgency=1), "order_open_urgency"),
    ("operator", replace(OPEN, kind="report"), "order_open_kind"),
    ("operator", replace(OPEN, channel="sms"), "order_open_channel"),
    ("operator", replace(OPEN, matter_top="03"), "order_open_matter"),
    ("operator", replace(OPEN, difficulty="legacy"), "order_open_tagged"),
    ("operator", replace(OPEN, unit_id=1), "order_open_accountable"),
    ("district_leader", OPEN, "order_open_district"),
    ("clerk", QueueFilter(scope=Scope.HELD), "order_open_held"),
    ("clerk", QueueFilter(scope=Scope.HELD, is_urgent=True), "order_open_held"),
    ("clerk", QueueFilter(scope=Scope.ACCOUNTABLE), "order_open_accountable"),
    ("operator", OVER, "order_over_centre"),
    ("district_leader", OVER, "order_over_district"),
    ("clerk", replace(OVER, scope=Scope.ACCOUNTABLE), "order_over_accountable"),
]


def _actor(cast: Cast, who: str) -> Actor:
    if who == "district_leader":
        return replace(cast.leader, role=Role.LEADER, unit_id=cast.district.pk, district_id=cast.district.pk)
    found = getattr(cast, who)
    assert isinstance(found, Actor)
    return found


@pytest.mark.parametrize("cursor", [None, Cursor(moment=AT, id=1), Cursor(moment=AT, id=1, back=True)], ids=str)
@pytest.mark.parametrize(("who", "wanted", "index"), LISTS)
def test_every_list_is_read_in_order_by_its_own_index(
    who: str, wanted: QueueFilter, index: str, cursor: Cursor | None, many_orders: Cast
) -> None:
    actor = _actor(many_orders, who)
    queue_page(wanted=wanted, cursor=cursor, actor=actor, at=AT)
    with as_if_big():
        plan, *_ = plans_of(lambda: queue_page(wanted=wanted, cursor=cursor, actor=actor, at=AT))
    assert index in plan, plan
    assert "Seq Scan on workorders_order" not in plan, plan
    assert "Sort" not in plan, plan


@pytest.mark.parametrize(("who", "wanted", "index"), LISTS)
def test_every_list_is_counted_by_an_index(who: str, wanted: QueueFilter, index: str, many_orders: Cast) -> None:
    actor = _actor(many_orders, who)
    queue_counts(lists=[wanted], actor=actor, at=AT)
    with as_if_big():
        plan, *_ = plans_of(lambda: queue_counts(lists=[wanted], actor=actor, at=AT))
    # Several indexes of the centre hold as much as a count of all needs.
    assert (index if wanted != OPEN and wanted.light is None else "order_open_") in plan, plan
    assert "Limit" in plan, plan


WORDS: list[tuple[str, str, tuple[str, ...]]] = [
    ("operator", "停水", ("order_newest", "workorders_searchrow_pkey")),
    ("operator", "路灯", ("search_words", "on workorders_order")),
    ("district_leader", "停水", ("on workorders_order", "workorders_searchrow_pkey")),
    ("clerk", "停水", ("on workorders_assignment", "workorders_searchrow_pkey")),
    ("clerk", "路灯", ("search_words", "on workorders_assignment")),
]


@pytest.mark.parametrize(("who", "text", "indexes"), WORDS)
def test_a_common_word_is_walked_to_and_a_rare_one_looked_up(
    who: str, text: str, indexes: tuple[str, ...], many_orders: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(searching, "_WALKED_FIRST", 200)
    actor = _actor(many_orders, who)
    with as_if_big():
        plans = plans_of(lambda: search(text=text, actor=actor, at=AT))
    plan = next(plan for plan in plans if "searchrow" in plan)
    for index in indexes:
        assert index in plan, plan
    assert "Seq Scan" not in plan, plan


def test_a_word_of_every_second_order_is_common_and_one_of_every_tenth_is_not(many_orders: Cast) -> None:
    assert {"停水", "小区"} <= common_words(share=0.25)
    assert are_all_common("('停水' | '·停水')", share=0.25)
    assert not are_all_common("'停水' & '路灯'", share=0.25)
