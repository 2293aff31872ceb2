"""The queue: whose orders, those due first in front, a page at a time, by an index."""

from __future__ import annotations

import dataclasses
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from huying.domain.actors import Actor
from huying.domain.states import State
from huying.foundation import memory
from huying.web.rows import Light
from huying.workorders.models import Assignment, Order
from huying.workorders.queries import queue
from huying.workorders.queries.queue import (
    Cursor,
    OrderRow,
    QueueFilter,
    Scope,
    cursor_of,
    queue_counts,
    queue_page,
)
from tests.cast import MONDAY, create_cast
from tests.factories.organisation import create_actor
from tests.factories.workorders import create_order
from tests.queries.workorders.orders import many
from tests.walk import assigned, signed, submitted

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
AT = MONDAY + 5 * HOUR
OPEN = QueueFilter(scope=Scope.OPEN_TO_ME)
OVER = QueueFilter(scope=Scope.OPEN_TO_ME, is_over=True)


def numbers(wanted: QueueFilter, actor: Actor, *, at: datetime = AT) -> set[str]:
    return {row.number for row in queue_page(wanted=wanted, actor=actor, at=at).rows}


def walk_on(wanted: QueueFilter, actor: Actor) -> list[list[int]]:
    pages, place = [], None
    while True:
        page = queue_page(wanted=wanted, cursor=place, actor=actor, at=AT)
        pages.append([row.id for row in page.rows])
        if page.next is None:
            return pages
        place = page.next


def walk_back(wanted: QueueFilter, actor: Actor, place: Cursor | None) -> list[list[int]]:
    pages = []
    while place:
        page = queue_page(wanted=wanted, cursor=place, actor=actor, at=AT)
        pages.append([row.id for row in page.rows])
        place = page.previous
    return pages


def test_each_scope_holds_its_own_orders() -> None:
    cast = create_cast()
    waiting = create_order(operator=cast.operator, at=MONDAY)
    with_street = signed(cast)
    helped = assigned(cast, assists=(cast.bureau.pk,))
    held, accountable, assist = (QueueFilter(scope=scope) for scope in (Scope.HELD, Scope.ACCOUNTABLE, Scope.ASSIST))
    assert numbers(OPEN, cast.operator) == {waiting.number, with_street.number, helped.number}
    assert numbers(held, cast.clerk) == numbers(accountable, cast.clerk) == {with_street.number, helped.number}
    assert numbers(assist, cast.bureau_clerk) == {helped.number}
    assert numbers(held, cast.bureau_clerk) == set()


def test_what_was_passed_down_stays_with_the_accountable_and_is_held_below() -> None:
    cast = create_cast()
    order = signed(cast)
    Order.objects.filter(pk=order.pk).update(holder_unit=cast.community)
    assert numbers(QueueFilter(scope=Scope.HELD), cast.clerk) == set()
    assert numbers(QueueFilter(scope=Scope.ACCOUNTABLE), cast.clerk) == {order.number}
    assert numbers(QueueFilter(scope=Scope.HELD), cast.community_worker) == {order.number}


def test_what_was_answered_waits_for_the_reviewer_and_not_for_the_clerk_as_well() -> None:
    cast = create_cast()
    order = submitted(cast)
    review = QueueFilter(scope=Scope.ACCOUNTABLE, state=State.AWAITING_REVIEW)
    assert numbers(QueueFilter(scope=Scope.HELD), cast.clerk) == set()
    assert numbers(review, cast.reviewer) == numbers(QueueFilter(scope=Scope.ACCOUNTABLE), cast.clerk) == {order.number}


def test_an_assist_that_reported_leaves_the_list() -> None:
    cast = create_cast()
    order = assigned(cast, assists=(cast.bureau.pk,))
    Assignment.objects.filter(order=order, unit=cast.bureau).update(closed_at=AT)
    assert numbers(QueueFilter(scope=Scope.ASSIST), cast.bureau_clerk) == set()


@pytest.mark.parametrize("scope", list(Scope))
def test_outsiders_and_administrators_find_every_list_empty(scope: Scope) -> None:
    cast = create_cast()
    signed(cast)
    create_order(operator=cast.operator, at=MONDAY)
    for nobody in (cast.outsider, cast.stranger, cast.auditor):
        assert numbers(QueueFilter(scope=scope), nobody) == set()
        assert queue_counts(lists=[QueueFilter(scope=scope)], actor=nobody, at=AT)[0] == 0


def test_a_unit_never_sees_the_whole_centre() -> None:
    cast = create_cast()
    signed(cast)
    assert numbers(OPEN, cast.clerk) == numbers(OPEN, cast.reviewer) == set()


def test_a_district_s_leader_sees_only_the_district() -> None:
    cast = create_cast()
    inside = signed(cast)
    create_order(operator=cast.operator, at=MONDAY)
    leader = create_actor(unit=cast.district, role=cast.leader.role)
    assert numbers(OPEN, leader) == {inside.number}
    assert len(numbers(OPEN, cast.leader)) == 2


@pytest.mark.parametrize(
    ("column", "values", "wanted"),
    [
        ("state", [State.HANDLING, State.REWORK], {"state": State.REWORK}),
        ("urgency", [1, 3], {"urgency": 3}),
        ("kind", ["help", "report"], {"kind": "report"}),
        ("channel", ["phone", "app"], {"channel": "app"}),
        ("matter_top", ["01", "02"], {"matter_top": "02"}),
    ],
)
def test_a_filter_leaves_only_what_it_names(column: str, values: list[object], wanted: dict[str, Any]) -> None:
    cast = create_cast()
    first, second = many(2, operator=cast.operator, at=MONDAY, **{column: values})
    Order.objects.exclude(pk__in=[first.pk, second.pk]).update(state=State.CLOSED)
    assert numbers(dataclasses.replace(OPEN, **wanted), cast.operator) == {second.number}


def test_the_unit_filter_names_the_accountable_unit() -> None:
    cast = create_cast()
    order = signed(cast)
    create_order(operator=cast.operator, at=MONDAY)
    assert numbers(dataclasses.replace(OPEN, unit_id=cast.street.pk), cast.supervisor) == {order.number}


@pytest.mark.parametrize(
    ("due", "nearly", "light"),
    [
        (AT - HOUR, AT - 2 * HOUR, Light.OVER),
        (AT, AT - HOUR, Light.NEAR),
        (AT + HOUR, AT, Light.NEAR),
        (AT + 2 * HOUR, AT + HOUR, Light.NORMAL),
    ],
)
def test_the_light_and_its_filter_agree(due: datetime, nearly: datetime, light: Light) -> None:
    cast = create_cast()
    memory.forget()
    order = create_order(operator=cast.operator, at=MONDAY)
    Order.objects.filter(pk=order.pk).update(due_at=due, nearly_at=nearly)
    for one in (Light.OVER, Light.NEAR, Light.NORMAL):
        found = queue_page(wanted=dataclasses.replace(OPEN, light=one), actor=cast.operator, at=AT).rows
        assert [row.level for row in found] == ([light] if one is light else []), one


def test_a_replied_order_has_no_light_and_is_never_late() -> None:
    cast = create_cast()
    order = submitted(cast)
    Order.objects.filter(pk=order.pk).update(state=State.REPLIED, due_at=MONDAY)
    (row,) = queue_page(wanted=OPEN, actor=cast.operator, at=AT).rows
    assert row.due_at is None
    assert numbers(dataclasses.replace(OPEN, light=Light.OVER), cast.operator) == set()


def test_closed_orders_leave_every_list() -> None:
    cast = create_cast()
    order = signed(cast)
    Order.objects.filter(pk=order.pk).update(state=State.CLOSED)
    assert numbers(OPEN, cast.operator) == numbers(QueueFilter(scope=Scope.HELD), cast.clerk) == set()


def test_pages_hold_every_order_once_even_where_many_fall_due_together() -> None:
    cast = create_cast()
    due = [AT + timedelta(days=place // 40) for place in range(130)]
    orders = many(130, operator=cast.operator, at=MONDAY, due_at=due, nearly_at=due)
    pages = walk_on(OPEN, cast.operator)
    assert [len(page) for page in pages] == [30, 30, 30, 30, 11]
    found = [pk for page in pages for pk in page]
    assert found == list(Order.objects.order_by("due_at", "pk").values_list("pk", flat=True))
    assert {order.pk for order in orders} < set(found)


@pytest.mark.parametrize(
    ("scope", "state", "who"),
    [(Scope.OPEN_TO_ME, State.AWAITING_DISPATCH, "dispatcher"), (Scope.HELD, State.HANDLING, "clerk")],
)
def test_what_goes_first_stands_above_what_is_late_and_pages_both_ways(scope: Scope, state: State, who: str) -> None:
    cast = create_cast()
    actor: Actor = getattr(cast, who)
    held = {"accountable_unit_id": cast.street.pk, "holder_unit_id": cast.street.pk} if scope is Scope.HELD else {}
    due = [AT + timedelta(hours=place // 7) - 5 * HOUR for place in range(100)]
    urgency = [(3, 4, 2, 3, 1)[place % 5] for place in range(100)]
    orders = many(100, operator=cast.operator, at=MONDAY, due_at=due, state=state, urgency=urgency, **held)
    wanted = QueueFilter(scope=scope, state=state if scope is Scope.OPEN_TO_ME else None)
    pages = walk_on(wanted, actor)
    shown = [pk for page in pages for pk in page]
    mine = [row for row in Order.objects.filter(state=state) if row.due_at is not None]
    assert {order.pk for order in orders} <= {row.pk for row in mine}
    expected = sorted(mine, key=lambda row: (row.urgency > 2, row.due_at, row.pk))
    assert shown == [row.pk for row in expected]
    place = queue_page(wanted=wanted, actor=actor, at=AT).next
    while place and (page := queue_page(wanted=wanted, cursor=place, actor=actor, at=AT)).next:
        place = page.next
    assert walk_back(wanted, actor, page.previous) == pages[-2::-1]


def test_only_lists_that_are_worked_from_the_top_show_urgent_orders_first() -> None:
    others = (OPEN, OVER, QueueFilter(scope=Scope.ACCOUNTABLE), QueueFilter(scope=Scope.HELD, is_over=True))
    assert not any(one.shows_urgent_first for one in others)


def test_a_place_written_before_lists_had_two_parts_still_leads_somewhere() -> None:
    cast = create_cast()
    late, urgent = many(2, operator=cast.operator, at=MONDAY, due_at=AT, urgency=[3, 1])
    wanted = dataclasses.replace(OPEN, state=State.AWAITING_DISPATCH)
    page = queue_page(wanted=wanted, cursor=Cursor(moment=AT - HOUR, id=1), actor=cast.dispatcher, at=AT)
    shown = [row.id for row in page.rows]
    assert late.pk in shown
    assert urgent.pk not in shown


def test_going_back_shows_the_same_pages() -> None:
    cast = create_cast()
    many(130, operator=cast.operator, at=MONDAY, due_at=AT, nearly_at=AT)
    pages = walk_on(OPEN, cast.operator)
    last = queue_page(wanted=OPEN, actor=cast.operator, at=AT, cursor=_after(pages[1][-1]))
    assert [row.id for row in last.rows] == pages[2]
    assert walk_back(OPEN, cast.operator, last.previous) == [pages[1], pages[0]]


def test_a_place_that_no_longer_holds_leads_to_the_first_page() -> None:
    cast = create_cast()
    order = create_order(operator=cast.operator, at=MONDAY)
    page = queue_page(wanted=OPEN, cursor=Cursor(moment=AT + timedelta(days=900), id=1), actor=cast.operator, at=AT)
    assert ([row.number for row in page.rows], page.previous) == ([order.number], None)


def test_a_cursor_is_read_as_it_was_written() -> None:
    for back in (False, True):
        for is_lower in (None, False, True):
            cursor = Cursor(moment=AT + timedelta(microseconds=7), id=42, back=back, is_lower=is_lower)
            assert cursor_of(str(cursor)) == cursor


@pytest.mark.parametrize(
    "text", ["", "x", "1", "1.", ".1", "--1.1", "1.1.2", "1.1.", "1.1.1.1", "١.١", "9" * 30 + ".1"]
)
def test_a_spoilt_cursor_means_the_first_page(text: str) -> None:
    assert cursor_of(text) is None


def test_a_count_goes_no_further_than_it_is_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    cast = create_cast()
    many(7, operator=cast.operator, at=MONDAY)
    assert queue_counts(lists=[OPEN], actor=cast.operator, at=AT)[0] == 8
    monkeypatch.setattr(queue, "COUNTED", 5)
    assert queue_counts(lists=[OPEN], actor=cast.operator, at=AT)[0] == 5


def test_a_page_costs_two_queries_however_many_units_are_on_it() -> None:
    cast = create_cast()
    many(60, operator=cast.operator, at=MONDAY, accountable_unit_id=cast.bureau.pk, holder_unit_id=cast.street.pk)
    with CaptureQueriesContext(connection) as asked:
        queue_page(wanted=OPEN, actor=cast.operator, at=AT)
    assert len(asked) == 2


def test_a_row_says_nothing_of_the_caller() -> None:
    names = {field.name for field in dataclasses.fields(OrderRow)}
    assert not {name for name in names if "caller" in name or "identity" in name or "phone" in name}


def _after(order_id: int) -> Cursor:
    order = Order.objects.get(pk=order_id)
    assert order.due_at
    return Cursor(moment=order.due_at, id=order.pk)


def test_ended_orders_stand_latest_first_and_page_both_ways() -> None:
    cast = create_cast()
    create_order(operator=cast.operator, at=MONDAY)
    ended = many(
        120,
        operator=cast.operator,
        at=MONDAY,
        state=State.CLOSED,
        state_since=[MONDAY + i % 40 * HOUR for i in range(120)],
    )
    expected = [row.pk for row in sorted(ended, key=lambda row: (row.state_since, row.pk), reverse=True)]
    pages = walk_on(OVER, cast.operator)
    assert [len(page) for page in pages] == [30, 30, 30, 30]
    assert [pk for page in pages for pk in page] == expected
    last = queue_page(
        wanted=OVER, cursor=queue_page(wanted=OVER, actor=cast.operator, at=AT).next, actor=cast.operator, at=AT
    )
    assert walk_back(OVER, cast.operator, last.previous) == [expected[:30]]


def test_a_unit_finds_the_ended_orders_it_answered_for_and_no_others() -> None:
    cast = create_cast()
    many(1, operator=cast.operator, at=MONDAY, state=State.CLOSED)
    (ours,) = many(
        1,
        operator=cast.operator,
        at=MONDAY,
        state=State.CLOSED,
        accountable_unit_id=cast.street.pk,
        holder_unit_id=cast.street.pk,
    )
    theirs = dataclasses.replace(OVER, scope=Scope.ACCOUNTABLE)
    assert numbers(theirs, cast.clerk) == {ours.number}
    assert numbers(OVER, cast.clerk) == numbers(theirs, cast.bureau_clerk) == set()
