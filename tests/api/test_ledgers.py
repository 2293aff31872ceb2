"""The ledgers through the API: what the pages show, to whom they show it, page by page to the end."""

from __future__ import annotations

from datetime import timedelta

import pytest

from huying.coordination.actions.instruct import instruct
from huying.coordination.queries import ledger
from huying.dispatch import api as dispatch_api
from huying.dispatch.queries import return_ledger
from huying.domain.actors import Role
from huying.intake.actions.withdraw_order import withdraw_order
from huying.workorders.queries import queue
from tests.actions.dispatch.returns import ask, settle
from tests.api.system import System, create_system
from tests.cast import MONDAY, Cast, create_cast
from tests.factories.workorders import create_order
from tests.walk import (
    HOUR,
    agreed_to_extend,
    agreed_to_hang,
    asked_to_extend,
    assigned,
    conferred,
    escalated,
    hung,
    seen,
)
from tests.whistles import blown

pytestmark = pytest.mark.django_db
AT = MONDAY + 6 * HOUR
LATER = MONDAY + timedelta(days=1)
ALL = ("returns", "extensions", "hangings", "conferences", "whistles", "escalations", "instructions")


@pytest.fixture
def cast() -> Cast:
    return create_cast()


def numbers(system: System, path: str, **query: object) -> list[str]:
    """Follow ``next`` to the end."""
    found, url = [], path
    answer = system.get(url, **query)
    while True:
        assert answer.status_code == 200, answer.content
        page = answer.json()
        found += [row["number"] for row in page["items"]]
        if page["next"] is None:
            return found
        answer = system.get(page["next"].removeprefix("/api/v1"))


def test_each_list_shows_its_rows_to_those_who_take_part_and_nothing_to_outsiders(cast: Cast) -> None:
    returned = assigned(cast)
    ask(returned, cast)
    refused = assigned(cast)
    ask(refused, cast)
    settle(refused, cast, granted=False)
    rows = {
        "extensions": agreed_to_extend(cast),
        "hangings": hung(cast),
        "conferences": conferred(cast),
        "whistles": blown(cast),
        "escalations": escalated(cast),
        "instructions": escalated(cast),
    }
    withdraw_order(
        order_id=rows["instructions"].pk, reason="撤。", seen=seen(rows["instructions"]), actor=cast.operator, at=AT
    )
    order = rows["instructions"] = rows["escalations"]
    instruct(order_id=order.pk, words="请包案。", owner="王某", seen=seen(order), actor=cast.leader, at=AT)
    readers = {"extensions": Role.ARBITER, "escalations": Role.LEADER, "instructions": Role.LEADER}
    for name, order in rows.items():
        reader = create_system(unit=cast.hotline, role=readers.get(name, Role.ARBITER), at=LATER)
        if name == "instructions":
            reader = create_system(unit=cast.hotline, role=Role.SUPERVISOR, at=LATER)
        assert numbers(reader, f"/{name}") == [order.number], name
    arbiter = create_system(unit=cast.hotline, role=Role.ARBITER, at=LATER)
    assert numbers(arbiter, "/returns") == [returned.number]
    assert numbers(arbiter, "/returns", settled=True) == [refused.number]
    waiting = agreed_to_hang(cast)
    assert numbers(arbiter, "/hangings", waiting=True) == [waiting.number]
    outsider = create_system(unit=cast.bureau, role=Role.REVIEWER, at=LATER)
    for name in ALL:
        if name not in {"conferences", "whistles"}:  # the bureau was asked, and called
            assert numbers(outsider, f"/{name}") == [], name


def test_who_has_no_business_with_a_ledger_is_refused(cast: Cast) -> None:
    operator = create_system(unit=cast.hotline, role=Role.OPERATOR)
    for name in ("returns", "extensions", "conferences", "escalations", "instructions"):
        answer = operator.get(f"/{name}")
        assert (answer.status_code, answer.json()["code"]) == (403, "not_allowed"), name


def test_pages_follow_each_other_to_the_end(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (ledger, return_ledger, dispatch_api):
        monkeypatch.setattr(module, "PAGE", 2)
    arbiter = create_system(unit=cast.hotline, role=Role.ARBITER, at=LATER)
    orders = [assigned(cast) for _ in range(5)]
    for order in orders:
        ask(order, cast)
    met = [conferred(cast).number for _ in range(5)]
    assert numbers(arbiter, "/returns") == [order.number for order in orders]
    assert numbers(arbiter, "/conferences") == met
    for order in orders:
        settle(order, cast, granted=False)
    assert numbers(arbiter, "/returns", settled=True) == [order.number for order in reversed(orders)]
    page = arbiter.get("/conferences").json()
    for order in conferred(cast), *orders:
        withdraw_order(order_id=order.pk, reason="撤。", seen=seen(order), actor=cast.operator, at=LATER)
    assert numbers(arbiter, page["next"].removeprefix("/api/v1")) == met[2:]


def test_a_place_that_no_page_gave_is_refused(cast: Cast) -> None:
    arbiter = create_system(unit=cast.hotline, role=Role.ARBITER)
    for name in ("returns", "extensions", "hangings", "conferences", "whistles"):
        answer = arbiter.get(f"/{name}", cursor="x")
        assert (answer.status_code, answer.json()["code"]) == (422, "cursor_unknown"), name


def test_what_a_reviewer_decides_is_listed_for_the_reviewer_alone(cast: Cast) -> None:
    order = asked_to_extend(cast)
    for unit, expected in ((cast.street, [order.number]), (cast.bureau, [])):
        assert numbers(create_system(unit=unit, role=Role.REVIEWER), "/extensions") == expected


def test_ended_orders_and_all_orders_are_listed_newest_in_front(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queue, "PAGE", 2)
    orders = [assigned(cast) for _ in range(5)]
    mine = create_order(operator=cast.operator, at=MONDAY)
    for hours, order in enumerate(orders[:3]):
        at = AT + hours * HOUR
        withdraw_order(order_id=order.pk, reason="撤。", seen=seen(order), actor=cast.operator, at=at)
    hotline = create_system(unit=cast.hotline, role=Role.OPERATOR, at=LATER)
    street = create_system(unit=cast.street, role=Role.CLERK, at=LATER)
    ended = [order.number for order in reversed(orders[:3])]
    assert numbers(hotline, "/orders", phase="closed") == numbers(street, "/orders", phase="closed") == ended
    assert numbers(hotline, "/orders", phase="closed", unit_id=cast.bureau.pk) == []
    assert set(numbers(hotline, "/orders")) == {mine.number, *(order.number for order in orders[3:])}
    everything = [order.number for order in reversed(orders)]
    assert numbers(hotline, "/orders", phase="all") == [mine.number, *everything]
    assert numbers(street, "/orders", phase="all") == everything
    other = create_system(unit=cast.bureau, role=Role.CLERK, at=LATER)
    assert numbers(other, "/orders", phase="all") == numbers(other, "/orders", phase="closed") == []


@pytest.mark.parametrize(
    "query",
    [{"phase": "closed", "state": "closed"}, {"phase": "closed", "scope": "held"}, {"phase": "all", "kind": "help"}],
)
def test_what_no_index_serves_is_refused(query: dict[str, str], cast: Cast) -> None:
    answer = create_system(unit=cast.hotline, role=Role.OPERATOR).get("/orders", **query)
    assert (answer.status_code, answer.json()["code"]) == (422, "filter_unfit")
