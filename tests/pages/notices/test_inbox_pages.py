"""The inbox: what a desk was told, opened by one for all, and never about what they may not see."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from huying.domain.actors import Actor, Role
from huying.domain.notices import Desk
from huying.notices.models import Notice
from huying.workorders.models import Assignment, Order
from tests.browse import browser
from tests.cast import MONDAY, Cast, create_cast
from tests.factories.organisation import create_actor, create_unit
from tests.pages.desks.browse import shown
from tests.told import told
from tests.walk import HOUR, agreed_to_extend, assigned

pytestmark = pytest.mark.django_db
AT = MONDAY + 2 * HOUR
INBOX = reverse("inbox")


@pytest.fixture
def cast() -> Cast:
    return create_cast()


def sent(cast: Cast) -> Order:
    """Send an order to the street, and tell of it."""
    order = assigned(cast)
    told(order)
    return order


def opened(actor: Actor, notice: Notice) -> int:
    with browser(actor, at=AT) as client:
        return client.post(reverse("open_notice", kwargs={"notice_id": notice.pk})).status_code


def badge(actor: Actor, url: str = INBOX) -> str:
    with browser(actor, at=AT) as client:
        page = client.get(url).content.decode()
    found = re.search(r'href="/inbox/"[^>]*><span>通知</span><span class="hy-nav-count">(\d+\+?)<', page)
    assert found, page
    return found[1]


def test_a_notice_is_counted_shown_opened_and_leads_to_its_order(cast: Cast) -> None:
    order = sent(cast)
    with browser(cast.clerk, at=AT) as client:
        page = client.get(INBOX)
        assert f"工单 {order.number} 已派给本单位主办，请签收。" in shown(page)
        answer = client.post(reverse("open_notice", kwargs={"notice_id": Notice.objects.get().pk}), follow=True)
        assert answer.redirect_chain == [(f"/orders/{order.number}/", 302)]
        assert "没有未读的通知" in shown(client.get(INBOX))
        everything = shown(client.get(INBOX, {"show": "all"}))
    assert "已读" in everything
    assert "陈承办" in everything


def test_looking_at_the_inbox_marks_nothing_as_read(cast: Cast) -> None:
    sent(cast)
    with browser(cast.clerk, at=AT) as client:
        client.get(INBOX)
        assert client.get(reverse("open_notice", kwargs={"notice_id": Notice.objects.get().pk})).status_code == 405
    assert Notice.objects.get().read_at is None


def test_one_of_the_desk_reads_for_all(cast: Cast) -> None:
    sent(cast)
    colleague = create_actor(unit=cast.street, role=Role.CLERK, name="程同事")
    assert (badge(cast.clerk), badge(colleague)) == ("1", "1")
    opened(cast.clerk, Notice.objects.get())
    assert badge(colleague) == "0"
    opened(colleague, Notice.objects.get())
    assert Notice.objects.get().read_by_id == cast.clerk.person_id


def test_another_unit_and_another_desk_find_nothing(cast: Cast) -> None:
    sent(cast)
    notice = Notice.objects.get()
    for actor in (cast.outsider, cast.reviewer, cast.dispatcher):
        assert opened(actor, notice) == 404
        with browser(actor, at=AT) as client:
            assert notice.order.number not in shown(client.get(INBOX, {"show": "all"}))
    assert Notice.objects.get().read_at is None


def test_a_notice_about_an_order_that_may_not_be_seen_does_not_exist(cast: Cast) -> None:
    order = sent(cast)
    Assignment.objects.filter(order=order, unit=cast.street).delete()
    assert opened(cast.clerk, Notice.objects.get()) == 404
    assert badge(cast.clerk) == "0"


def test_the_hotline_s_desks_are_the_hotline_s_wherever_their_people_sit(cast: Cast) -> None:
    told(agreed_to_extend(cast))
    branch = create_unit(centre=cast.centre, name="市12345热线南城分中心", kind="hotline")
    assert Notice.objects.get().desk == Desk.ARBITRATION
    assert (badge(cast.arbiter), badge(create_actor(unit=branch, role=Role.ARBITER))) == ("1", "1")
    assert badge(cast.dispatcher) == "0"


def test_administrators_have_none(cast: Cast) -> None:
    with browser(cast.auditor, at=AT) as client:
        assert client.get(INBOX).status_code == 403
        assert 'href="/inbox/"' not in client.get("/access-log/").content.decode()


def test_all_that_was_shown_is_marked_and_what_came_later_is_not(cast: Cast) -> None:
    sent(cast)
    shown_last = Notice.objects.get().pk
    sent(cast)
    with browser(cast.clerk, at=AT) as client:
        answer = client.post(reverse("read_inbox"), {"until": str(shown_last)}, follow=True)
    assert "1 条通知已标为已读。" in shown(answer)
    assert badge(cast.clerk) == "1"


def test_the_next_page_goes_on_where_this_one_ends(cast: Cast) -> None:
    order = assigned(cast)
    Notice.objects.bulk_create(
        Notice(order=order, event=n, rule="x", unit=cast.street, desk=Desk.HANDLING, text="urged", created_at=AT)
        for n in range(35)
    )
    with browser(cast.clerk, at=AT) as client:
        first = client.get(INBOX)
        second = client.get(INBOX + first.context["next_url"])
    ids = [row.id for page in (first, second) for row in page.context["rows"]]
    assert (len(ids), ids) == (35, sorted(set(ids), reverse=True))


def test_a_full_page_costs_no_more_queries_than_a_short_one(cast: Cast) -> None:
    for _ in range(5):
        sent(cast)
    with browser(cast.clerk, at=AT) as client:
        client.get(INBOX)
        with CaptureQueriesContext(connection) as asked:
            client.get(INBOX)
    # Session, person, seats; count and rows; proposals to change the duty list.
    assert len(asked) <= 6, [query["sql"][:80] for query in asked]


def test_the_navigation_is_drawn_anew_with_the_place_of_the_page_it_stands_on(cast: Cast) -> None:
    with browser(cast.clerk, at=AT) as client:
        page = client.get("/units/").content.decode()
        assert 'hx-get="/navigation/"' in page
        answer = client.get(
            "/navigation/", headers={"HX-Request": "true", "HX-Current-URL": "http://testserver/units/?q=1"}
        )
    assert "<html" not in answer.content.decode()
    assert re.search(r'is-active" href="/units/"', answer.content.decode())


def test_what_nobody_has_read_is_found_by_its_index(cast: Cast) -> None:
    order = assigned(cast)
    Notice.objects.bulk_create(
        Notice(order=order, event=n, rule="x", unit=cast.bureau, desk=Desk.HANDLING, text="urged", created_at=AT)
        for n in range(3000)
    )
    told(order)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE notices_notice")
        cursor.execute(
            "EXPLAIN SELECT id FROM notices_notice WHERE unit_id = %s AND desk = 'handling' AND read_at IS NULL"
            " ORDER BY id DESC LIMIT 31",
            [cast.street.pk],
        )
        plan = "\n".join(line for (line,) in cursor.fetchall())
    assert "notice_unread" in plan, plan
