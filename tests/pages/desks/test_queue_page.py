"""My queue."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from huying.domain.actors import Actor, Role
from huying.workorders.models import Order
from tests.browse import browser
from tests.cast import MONDAY, Cast, create_cast
from tests.factories.organisation import create_actor
from tests.factories.workorders import create_order
from tests.pages.desks.browse import listed, order_url, shown
from tests.queries.workorders.orders import many
from tests.walk import HOUR, assigned, awaiting_followup, signed, submitted

pytestmark = pytest.mark.django_db
AT = MONDAY + 8 * HOUR


def _orders(cast: Cast) -> dict[str, Order]:
    return {
        "waiting": create_order(operator=cast.operator, at=MONDAY),
        "signed": signed(cast),
        "submitted": submitted(cast),
        "helped": assigned(cast, assists=(cast.bureau.pk,)),
        "followup": awaiting_followup(cast),
    }


OPENED_WITH = {
    "operator": {"waiting", "signed", "submitted", "helped", "followup"},
    "dispatcher": {"waiting"},
    "clerk": {"signed", "helped"},
    "reviewer": {"submitted"},
    "followup": {"followup"},
    "supervisor": {"waiting", "signed", "submitted", "helped", "followup"},
    "leader": {"waiting", "signed", "submitted", "helped", "followup"},
    "bureau_clerk": set(),
    "outsider": set(),
    "stranger": set(),
}


def test_everyone_opens_with_the_list_they_work_from() -> None:
    cast = create_cast()
    orders = _orders(cast)
    for who, expected in OPENED_WITH.items():
        with browser(getattr(cast, who), at=AT) as client:
            assert listed(client, "/") == {orders[name].number for name in expected}, who


def test_the_tabs_lead_to_the_other_lists_with_their_numbers() -> None:
    cast = create_cast()
    orders = _orders(cast)
    with browser(cast.bureau_clerk, at=AT) as client:
        assert listed(client, "/?tab=assist") == {orders["helped"].number}
        text = shown(client.get("/"))
    assert "待我单位办理 0" in text
    assert "协办 1" in text


def test_a_filter_cuts_the_list_and_can_be_cleared() -> None:
    cast = create_cast()
    late = create_order(operator=cast.operator, at=MONDAY)
    Order.objects.filter(pk=late.pk).update(due_at=MONDAY, nearly_at=MONDAY)
    create_order(operator=cast.operator, at=MONDAY)
    with browser(cast.operator, at=AT) as client:
        assert listed(client, "/?light=over") == {late.number}
        page = client.get("/?light=near&urgency=1")
        assert "没有符合这些条件的工单" in shown(page)
        assert 'href="?tab=all"' in page.content.decode()


@pytest.mark.parametrize("query", ["light=x", "urgency=99", "state=closed", "unit_id=abc", "tab=none", "at=zzz"])
def test_what_nobody_offered_is_passed_over(query: str) -> None:
    cast = create_cast()
    order = create_order(operator=cast.operator, at=MONDAY)
    with browser(cast.operator, at=AT) as client:
        assert listed(client, f"/?{query}") == {order.number}


def test_a_unit_cannot_ask_for_another_unit_s_list() -> None:
    cast = create_cast()
    signed(cast)
    with browser(cast.outsider, at=AT) as client:
        for query in (f"unit_id={cast.street.pk}", "tab=all", f"tab=accountable&unit_id={cast.street.pk}"):
            assert listed(client, f"/?{query}") == set(), query


def test_the_next_page_goes_on_where_this_one_ends_and_keeps_the_filter() -> None:
    cast = create_cast()
    many(50, operator=cast.operator, at=MONDAY, kind="report", due_at=[AT + i * HOUR for i in range(50)])
    with browser(cast.operator, at=AT) as client:
        first = client.get("/?kind=report")
        second = client.get("/" + first.context["next_url"])
        assert [len(first.context["page"].rows), len(second.context["page"].rows)] == [30, 20]
        assert "kind=report" in first.context["next_url"]
        back = client.get("/" + second.context["previous_url"])
    assert back.context["page"].rows == first.context["page"].rows


def test_a_full_page_costs_no_more_queries_than_a_short_one() -> None:
    cast = create_cast()
    many(60, operator=cast.operator, at=MONDAY, accountable_unit_id=cast.bureau.pk, holder_unit_id=cast.street.pk)
    with browser(cast.operator, at=AT) as client:
        client.get("/")
        with CaptureQueriesContext(connection) as asked:
            client.get("/")
    # Session, person, seats; rows, names; four counts.
    assert len(asked) <= 9, [query["sql"][:80] for query in asked]


BEGINS = {Role.SYSTEM_ADMIN: "/people/", Role.SECURITY_ADMIN: "/people/", Role.AUDIT_ADMIN: "/access-log/"}


@pytest.mark.parametrize("role", BEGINS)
def test_whoever_sees_no_orders_begins_elsewhere(role: Role) -> None:
    cast = create_cast()
    signed(cast)
    admin: Actor = create_actor(unit=cast.hotline, role=role)
    with browser(admin, at=AT) as client:
        answer = client.get("/")
    assert (answer.status_code, answer.headers["Location"]) == (302, BEGINS[role])


def test_a_count_stops_at_999(monkeypatch: pytest.MonkeyPatch) -> None:
    cast = create_cast()
    many(1001, operator=cast.operator, at=MONDAY, due_at=AT + timedelta(days=1))
    with browser(cast.operator, at=AT) as client:
        assert "共 999+ 条" in shown(client.get("/"))


def test_the_government_of_a_district_reads_copies_of_what_went_to_its_streets() -> None:
    cast = create_cast()
    orders = _orders(cast)
    theirs = create_order(operator=cast.operator, at=MONDAY)
    copied = {orders[name].number for name in ("signed", "submitted", "helped", "followup")}
    for role in (Role.CLERK, Role.REVIEWER):
        reader = create_actor(unit=cast.district, role=role)
        with browser(reader, at=AT) as client:
            assert "抄送" in shown(client.get("/"))
            assert listed(client, "/?tab=copied") == copied
            assert client.get(order_url(orders["signed"])).status_code == 200
            assert client.get(order_url(theirs)).status_code == 404
    with browser(cast.clerk, at=AT) as client:
        assert "抄送" not in shown(client.get("/"))
        assert "抄送 · " in shown(client.get(order_url(orders["signed"])))


def test_a_copy_is_to_read_and_leaves_the_caller_masked() -> None:
    cast = create_cast()
    order = signed(cast, name="王小明", phone="13800000000")
    with browser(create_actor(unit=cast.district, role=Role.CLERK), at=AT) as client:
        page = client.get(order_url(order))
        unmask = reverse("unmask", kwargs={"number": order.number})
        assert "王**" in shown(page)
        assert unmask not in page.content.decode()
        for answer in (client.get(unmask), client.post(unmask, {"purpose": "contact", "fields_wanted": ["phone"]})):
            assert (answer.status_code, "抄送" in shown(answer)) == (403, True)
        for action in ("sign_order", "record_contact"):
            answer = client.get(reverse(action, kwargs={"number": order.number}))
            assert answer.status_code == 403, action


def test_ended_orders_have_a_list_of_their_own() -> None:
    cast = create_cast()
    open_order = signed(cast)
    (ended,) = many(1, operator=cast.operator, at=MONDAY, state="closed")
    with browser(cast.supervisor, at=AT) as client:
        page = client.get("/?tab=over")
        assert listed(client, "/?tab=over") == {ended.number}
        assert open_order.number not in page.content.decode()
        assert "当前时限" not in shown(page)
        assert set(page.context["form"].fields) == {"unit_id"}
    with browser(cast.clerk, at=AT) as client:
        assert "您单位还没有办结的工单" in shown(client.get("/?tab=over"))
