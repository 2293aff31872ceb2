"""The pages on which a limit is asked to be put off, and decided on."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from huying.domain.actors import Actor
from huying.domain.lifecycle import BY_ACTION
from huying.handling.models import Extension
from huying.workorders.models import Order
from tests.browse import browser
from tests.cast import MONDAY, Cast, create_cast
from tests.factories.organisation import create_actor
from tests.pages.desks.browse import order_url, shown
from tests.walk import HOUR, agreed_to_extend, asked_to_extend, clock, contacted, fresh

pytestmark = pytest.mark.django_db
AT = MONDAY + 6 * HOUR
ASKED = {"reason": "testing", "amount": "3", "words": "检测报告下周出具。", "is_told": "on"}


def url(order: Order, action: str) -> str:
    return reverse(action, kwargs={"number": order.number})


def test_a_clerk_asks_and_reads_how_much_may_be_asked_for() -> None:
    cast = create_cast()
    order = contacted(cast)
    with browser(cast.clerk, at=AT) as client:
        page = shown(client.get(url(order, "request_extension")))
        for words in ("2026-03-10 00:00", "还可延期 1 次", "一次最多5个工作日", "不晚于 2026-03-17 00:00", "个工作日"):
            assert words in page, words
        answer = client.post(url(order, "request_extension"), {**ASKED, "seen": order.events})
        assert (answer.status_code, answer.headers["Location"]) == (302, order_url(order))
        assert "审批期间时限照常计算" in shown(client.get(order_url(order)))
    assert Extension.objects.get(order=order).state == "at_unit"


def test_what_was_typed_stays_when_it_is_refused() -> None:
    cast = create_cast()
    order = contacted(cast)
    with browser(cast.clerk, at=AT) as client:
        untold = client.post(url(order, "request_extension"), {**ASKED, "is_told": "", "seen": order.events})
        too_long = client.post(url(order, "request_extension"), {**ASKED, "amount": "6", "seen": order.events})
    assert (untold.status_code, too_long.status_code) == (422, 422)
    assert "请先告知诉求人，再提交申请。" in shown(untold)
    assert "一次最多延期5个工作日，请改短后再提交。" in shown(too_long)
    assert "检测报告下周出具。</textarea>" in too_long.content.decode()
    assert not Extension.objects.exists()


def test_a_form_that_could_only_be_refused_is_not_drawn() -> None:
    cast = create_cast()
    order = contacted(cast)
    late = clock(order, "handle").due_at + timedelta(minutes=1)
    with browser(cast.clerk, at=late) as client:
        drawn = client.get(url(order, "request_extension"))
        sent = client.post(url(order, "request_extension"), {**ASKED, "seen": order.events})
    assert (drawn.status_code, sent.status_code) == (409, 409)
    assert "办理时限已过，不能再申请延期" in shown(drawn)
    assert "检测报告下周出具。</textarea>" in sent.content.decode()


def test_the_reviewer_and_then_the_hotline_decide_from_their_lists() -> None:
    cast = create_cast()
    order = asked_to_extend(cast)
    before, later = "2026-03-10 00:00", "2026-03-13 00:00"
    for actor, act, given in (
        (cast.reviewer, "review_extension", {"is_agreed": "yes", "opinion": "情况属实。"}),
        (cast.arbiter, "settle_extension", {"is_granted": "yes"}),
    ):
        with browser(actor, at=AT) as client:
            listed = client.get(reverse("extensions")).content.decode()
            assert f'href="{url(order, act)}"' in listed
            form = shown(client.get(url(order, act)))
            assert "油烟检测报告下周才能出具" in form
            assert client.post(url(order, act), {**given, "seen": fresh(order).events}).status_code == 302
            assert "现在没有等您审批的延期申请" in shown(client.get(reverse("extensions")))
            page = shown(client.get(order_url(order)))
    for words in (
        f"原 {before}",
        f"延至 {later}",
        "同意。情况属实。",
        "沈审核",
        "晏审批",
        "时限 5个工作日，已调整 1 次",
    ):
        assert words in page, words


def test_only_who_may_decide_now_is_offered_to() -> None:
    cast = create_cast()
    order = asked_to_extend(cast)
    offered = {
        actor.role: {act for act in BY_ACTION if "extension" in act and f'href="{url(order, act)}"' in page}
        for actor in (cast.clerk, cast.reviewer, cast.arbiter, cast.supervisor)
        for page in [_page(actor, order)]
    }
    assert offered == {
        "clerk": {"withdraw_extension"},
        "reviewer": {"review_extension"},
        "arbiter": set(),
        "supervisor": set(),
    }


def _page(actor: Actor, order: Order) -> str:
    with browser(actor, at=AT) as client:
        page: str = client.get(order_url(order)).content.decode()
        return page


def test_a_list_is_paged_there_and_holds_nobody_else_s(monkeypatch: pytest.MonkeyPatch) -> None:
    cast = create_cast()
    orders = [agreed_to_extend(cast, title=f"第{n}件") for n in range(3)]
    monkeypatch.setattr("huying.handling.views.extensions._PAGE", 2)
    with browser(cast.arbiter, at=AT) as client:
        first = client.get(reverse("extensions"))
        second = client.get(reverse("extensions") + first.context["next_url"])
    assert [row.number for row in first.context["rows"]] == [order.number for order in orders[:2]]
    assert [row.number for row in second.context["rows"]] == [orders[2].number]
    assert second.context["next_url"] is None
    for actor in _others(cast):
        with browser(actor, at=AT) as client:
            assert not client.get(reverse("extensions")).context["rows"], actor.role
    with browser(cast.clerk, at=AT) as client:
        assert client.get(reverse("extensions")).status_code == 403


def _others(cast: Cast) -> list[Actor]:
    elsewhere = create_cast()
    return [cast.reviewer, create_actor(unit=cast.bureau, role=cast.reviewer.role), elsewhere.arbiter]


def test_an_order_that_was_withdrawn_waits_for_nobody() -> None:
    cast = create_cast()
    order = asked_to_extend(cast)
    with browser(cast.operator, at=AT) as client:
        client.post(url(order, "withdraw_order"), {"reason": "诉求人撤回。", "seen": order.events})
    assert fresh(order).open_roads == []
    with browser(cast.reviewer, at=AT) as client:
        assert not client.get(reverse("extensions")).context["rows"]
