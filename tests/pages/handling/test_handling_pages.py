"""The pages on which a unit handles an order."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse

from huying.domain.actors import Actor, Role
from huying.domain.lifecycle import BY_ACTION
from huying.domain.policies import OrderKind
from huying.handling.actions.pass_down import pass_down
from huying.handling.actions.report_assist import report_assist
from huying.workorders.models import Order, Reply, Text
from tests.browse import browser
from tests.cast import MONDAY, Cast, create_cast
from tests.walk import HOUR, WORDS, answer, assigned, contacted, fresh, seen, signed, submitted

pytestmark = pytest.mark.django_db
AT = MONDAY + 6 * HOUR
PAGES = (
    "sign_order",
    "record_contact",
    "record_progress",
    "record_visit",
    "pass_down",
    "pass_up",
    "report_assist",
    "submit_reply",
    "review_reply",
)


def with_community(cast: Cast) -> Order:
    order = contacted(cast)
    pass_down(
        order_id=order.pk, unit_id=cast.community.pk, note="请入户查看。", seen=seen(order), actor=cast.clerk, at=AT
    )
    return fresh(order)


def assisted(cast: Cast) -> Order:
    return contacted(cast, assists=(cast.bureau.pk,))


def typed(**changes: Any) -> dict[str, Any]:
    """Return a complete answer as a form sends it."""
    return {name: str(value) for name, value in answer(**changes).items()}


Walk = Callable[[Cast], Order]
# Page, where the order stands, who acts, what they type, where it leads.
STEPS: list[tuple[str, Walk, str, dict[str, Any], str]] = [
    ("sign_order", assigned, "clerk", {}, "signed"),
    ("record_contact", signed, "clerk", {"reached": "yes", "note": "已约定下午到场。"}, "contacted"),
    ("record_contact", signed, "clerk", {"reached": "no", "unreached_reason": "no_answer"}, "handling"),
    ("record_progress", contacted, "clerk", {"note": "已到现场。"}, "handling"),
    (
        "record_visit",
        contacted,
        "clerk",
        {
            "purpose": "persuade",
            "ground": "excessive",
            "met": "family",
            "visited_at": "2026-03-02T13:30",
            "went": "陈承办",
            "note": "讲明政策，家属表示理解。",
        },
        "handling",
    ),
    ("pass_up", with_community, "community_worker", {"report": "已劝离。"}, "contacted"),
    ("report_assist", assisted, "bureau_clerk", {"report": "已联合执法。"}, "contacted"),
    ("submit_reply", contacted, "clerk", typed(), "awaiting_review"),
    ("review_reply", submitted, "reviewer", {"passed": "yes"}, "replied"),
    ("review_reply", submitted, "reviewer", {"passed": "no", "opinion": "请写明期限。"}, "handling"),
]


@pytest.mark.parametrize(("page", "walk", "who", "given", "state"), STEPS)
def test_a_page_shows_its_form_and_does_what_it_says(
    page: str, walk: Walk, who: str, given: dict[str, Any], state: str
) -> None:
    cast = create_cast()
    order = walk(cast)
    url = reverse(page, kwargs={"number": order.number})
    with browser(getattr(cast, who), at=AT) as client:
        shown = client.get(url)
        assert shown.status_code == 200
        assert f"<h1>{BY_ACTION[page].label}</h1>" in shown.content.decode()
        done = client.post(url, {**given, "seen": order.events})
        assert (done.status_code, done.headers["Location"]) == (
            302,
            reverse("order", kwargs={"number": order.number}),
        )
    assert fresh(order).state == state


def test_passing_down_offers_only_the_units_right_below() -> None:
    cast = create_cast()
    order = contacted(cast)
    url = reverse("pass_down", kwargs={"number": order.number})
    with browser(cast.clerk, at=AT) as client:
        shown = client.get(url).content.decode()
        assert f'<option value="{cast.community.pk}">' in shown
        assert "市教育局" not in shown
        refused = client.post(url, {"unit_id": cast.bureau.pk, "note": "请办理。", "seen": order.events})
        assert refused.status_code == 422
        client.post(url, {"unit_id": cast.community.pk, "note": "请办理。", "seen": order.events})
    assert fresh(order).holder_unit_id == cast.community.pk


@pytest.mark.parametrize("page", PAGES)
def test_a_page_opens_to_the_roles_of_the_table_and_to_nobody_else(page: str) -> None:
    cast = create_cast()
    order = contacted(cast)
    people: list[Actor] = [
        cast.operator,
        cast.dispatcher,
        cast.followup,
        cast.supervisor,
        cast.leader,
        cast.auditor,
        cast.clerk,
        cast.reviewer,
        cast.community_worker,
    ]
    for actor in people:
        if actor.role in BY_ACTION[page].roles:
            continue
        with browser(actor, at=AT) as client:
            assert client.get(reverse(page, kwargs={"number": order.number})).status_code == 403, actor.role
    assert Role.CLERK in BY_ACTION[page].roles or Role.REVIEWER in BY_ACTION[page].roles


@pytest.mark.parametrize("page", PAGES)
def test_an_outsider_finds_no_order_and_learns_nothing(page: str) -> None:
    cast = create_cast()
    order = contacted(cast, title="独一无二的标题")
    outsider = cast.outsider
    with browser(outsider, at=AT) as client:
        for response in (
            client.get(reverse(page, kwargs={"number": order.number})),
            client.post(reverse(page, kwargs={"number": order.number}), {"seen": order.events, "note": "试"}),
        ):
            assert response.status_code in {403, 404}
            assert "独一无二的标题" not in response.content.decode()
    assert fresh(order).events == order.events


def test_a_visitor_is_sent_to_sign_in(client: Any) -> None:
    order = contacted(create_cast())
    response = client.get(reverse("submit_reply", kwargs={"number": order.number}))
    assert response.status_code == 302
    assert response.headers["Location"].startswith(reverse("account_login"))


def test_who_comes_second_sees_what_was_done_and_keeps_the_typed_text() -> None:
    cast = create_cast()
    order = contacted(cast)
    url = reverse("record_progress", kwargs={"number": order.number})
    with browser(cast.clerk, at=AT) as client:
        client.post(url, {"note": "先到的人写的进展。", "seen": order.events})
        late = client.post(url, {"note": "后到的人写的进展。", "seen": order.events})
        assert late.status_code == 409
        page = late.content.decode()
        assert "先到的人写的进展。" in page
        assert "陈承办" in page
        assert "后到的人写的进展。</textarea>" in page
        assert not Text.objects.filter(body="后到的人写的进展。").exists()
        assert client.post(url, {"note": "后到的人写的进展。", "seen": order.events + 1}).status_code == 302


def test_a_reply_that_repeats_its_options_comes_back_with_a_sentence_and_its_text() -> None:
    cast = create_cast()
    order = contacted(cast)
    url = reverse("submit_reply", kwargs={"number": order.number})
    with browser(cast.clerk, at=AT) as client:
        response = client.post(url, {**typed(words="属实，实际解决。"), "seen": order.events})
    page = response.content.decode()
    assert response.status_code == 422
    assert "请用自己的话写明办理经过和结果" in page
    assert "属实，实际解决。</textarea>" in page
    assert not Reply.objects.exists()


def test_what_the_assists_reported_stands_beside_the_reply() -> None:
    cast = create_cast()
    order = assisted(cast)
    report_assist(order_id=order.pk, report="已查封两家店。", seen=seen(order), actor=cast.bureau_clerk, at=AT)
    with browser(cast.clerk, at=AT) as client:
        url = reverse("submit_reply", kwargs={"number": order.number})
        assert "已查封两家店。" in client.get(url).content.decode()


def test_the_reviewer_reads_the_whole_reply_above_the_form() -> None:
    cast = create_cast()
    order = submitted(cast)
    with browser(cast.reviewer, at=AT) as client:
        page = client.get(reverse("review_reply", kwargs={"number": order.number})).content.decode()
    for said in (WORDS, "实际解决", "大气污染防治法", "已电话联系，约定下午到场。", "陈承办"):
        assert said in page


def test_a_reply_that_was_sent_back_is_there_to_be_mended() -> None:
    cast = create_cast()
    order = submitted(cast)
    url = reverse("submit_reply", kwargs={"number": order.number})
    with browser(cast.reviewer, at=AT) as client:
        review = reverse("review_reply", kwargs={"number": order.number})
        client.post(review, {"passed": "no", "opinion": "请写明整改期限。", "seen": order.events})
    with browser(cast.clerk, at=AT) as client:
        page = client.get(url).content.decode()
    assert "请写明整改期限。" in page
    assert f"{WORDS}</textarea>" in page
    assert '<option value="true" selected>' in page


def test_a_first_reply_starts_from_an_empty_form() -> None:
    cast = create_cast()
    order = contacted(cast)
    with browser(cast.clerk, at=AT) as client:
        page = client.get(reverse("submit_reply", kwargs={"number": order.number})).content.decode()
    assert '<option value="" selected>请选择</option>' in page
    assert 'value="solved"' in page
    assert " checked" not in page.partition('<form class="hy-panel hy-form"')[2]


def test_the_reply_form_offers_the_findings_of_the_kind_of_demand() -> None:
    cast = create_cast()
    order = contacted(cast, kind=OrderKind.SUGGESTION)
    with browser(cast.clerk, at=AT) as client:
        page = client.get(reverse("submit_reply", kwargs={"number": order.number})).content.decode()
    assert "留作参考" in page
    assert "不涉及" in page
    assert "部分属实" not in page


@pytest.mark.parametrize(("typed_place", "status"), [("1:05", 302), ("1：05", 302), ("65", 422), ("1:75", 422)])
def test_a_place_in_a_recording_is_typed_as_minutes_and_seconds(typed_place: str, status: int) -> None:
    cast = create_cast()
    order = contacted(cast)
    given = {**typed(), "recording_no": "A1", "solved_second": typed_place, "seen": order.events}
    with browser(cast.clerk, at=AT) as client:
        done = client.post(reverse("submit_reply", kwargs={"number": order.number}), given)
    assert done.status_code == status
    assert list(Reply.objects.values_list("solved_second", flat=True)) == ([65] if status == 302 else [])


def test_a_visit_stands_on_the_order_s_page_with_whom_it_met() -> None:
    cast = create_cast()
    order = contacted(cast)
    given = {
        "purpose": "talk",
        "met": "caller",
        "visited_at": "2026-03-02T13:30",
        "went": "陈承办",
        "note": "当面说明改造计划。",
        "seen": order.events,
    }
    with browser(cast.clerk, at=AT) as client:
        client.post(reverse("record_visit", kwargs={"number": order.number}), given)
        page = client.get(reverse("order", kwargs={"number": order.number})).content.decode()
    assert "咨询建议上门谈" in page
    assert "见到诉求人" in page
    assert "当面说明改造计划。" in page


def test_the_reply_form_asks_why_an_assist_is_not_waited_for_only_while_one_is_open() -> None:
    cast = create_cast()
    alone, waiting = contacted(cast), assisted(cast)
    with browser(cast.clerk, at=AT) as client:
        assert "why_not_wait" not in client.get(reverse("submit_reply", args=[alone.number])).content.decode()
        url = reverse("submit_reply", args=[waiting.number])
        shown = client.get(url).content.decode()
        assert 'name="why_not_wait"' in shown
        assert "市城市管理局还没有反馈协办情况" in shown
        refused = client.post(url, {**typed(), "seen": waiting.events})
        assert refused.status_code == 422
        assert "确实不需要等的，请在这里写明理由" in refused.content.decode()
        why = "协办事项与答复无关。"
        assert client.post(url, {**typed(why_not_wait=why), "seen": waiting.events}).status_code == 302
    with browser(cast.reviewer, at=AT) as client:
        assert why in client.get(reverse("review_reply", args=[waiting.number])).content.decode()
