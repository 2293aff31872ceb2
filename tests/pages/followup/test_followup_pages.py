"""The pages of the one who calls back."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from huying.followup import queries
from huying.followup.models import Attempt, Verdict
from huying.workorders.models import Text
from tests.browse import browser
from tests.cast import MONDAY, create_cast
from tests.walk import HOUR, WORDS, assigned, awaiting_followup, fresh

pytestmark = pytest.mark.django_db
AT = MONDAY + 7 * HOUR


def said(**changes: Any) -> dict[str, Any]:
    """Return a caller's answers as the form sends them."""
    return {"contacted": "yes", "solved": "solved", "satisfied": "satisfied", "words": "挺好的。"} | changes


def test_the_queue_shows_who_is_to_be_called_and_leads_to_both_forms() -> None:
    cast = create_cast()
    order = awaiting_followup(cast, title="油烟扰民")
    with browser(cast.followup, at=AT) as client:
        page = client.get(reverse("followup_queue")).content.decode()
    assert "油烟扰民" in page
    assert reverse("record_verdict", kwargs={"number": order.number}) in page
    assert reverse("record_attempt", kwargs={"number": order.number}) in page


def test_an_empty_queue_says_so() -> None:
    with browser(create_cast().followup, at=AT) as client:
        assert "现在没有需要回访的工单" in client.get(reverse("followup_queue")).content.decode()


def test_the_queue_leads_to_its_next_page_and_back(monkeypatch: pytest.MonkeyPatch) -> None:
    cast = create_cast()
    first, second = awaiting_followup(cast), awaiting_followup(cast)
    monkeypatch.setattr(queries, "PAGE", 1)
    with browser(cast.followup, at=AT) as client:
        here = client.get(reverse("followup_queue"))
        there = client.get(reverse("followup_queue") + here.context["next_url"])
        back = client.get(reverse("followup_queue") + there.context["previous_url"])
    numbers = [[row.number for row in response.context["page"].rows] for response in (here, there, back)]
    assert numbers == [[first.number], [second.number], [first.number]]


def test_the_form_asks_the_three_questions_beside_the_units_answer() -> None:
    cast = create_cast()
    order = awaiting_followup(cast)
    with browser(cast.followup, at=AT) as client:
        page = client.get(reverse("record_verdict", kwargs={"number": order.number})).content.decode()
    for part in ("承办单位是否与您联系？", "问题是否解决？", "对办理结果是否满意？", WORDS, "退回主办单位重办"):
        assert part in page


@pytest.mark.parametrize(
    ("answers", "limit", "state"),
    [
        (said(), 1, "closed"),
        (said(solved="basically", satisfied="not_rated", words=""), 1, "closed"),
        (said(solved="unsolved", satisfied="dissatisfied", words="还是有烟。"), 1, "rework"),
        (said(solved="unsolved", satisfied="dissatisfied", words="还是有烟。"), 0, "closed"),
    ],
)
def test_a_verdict_closes_the_order_or_sends_it_back(answers: dict[str, Any], limit: int, state: str) -> None:
    cast = create_cast(rework_limit=limit)
    order = awaiting_followup(cast)
    url = reverse("record_verdict", kwargs={"number": order.number})
    with browser(cast.followup, at=AT) as client:
        assert client.post(url, {**answers, "seen": order.events}).status_code == 302
    assert fresh(order).state == state
    assert Verdict.objects.get().solved == answers["solved"]


def test_where_rework_is_used_up_the_page_says_that_supervision_takes_over() -> None:
    cast = create_cast(rework_limit=0)
    order = awaiting_followup(cast)
    with browser(cast.followup, at=AT) as client:
        page = client.get(reverse("record_verdict", kwargs={"number": order.number})).content.decode()
    assert "转督办跟进" in page


def test_the_callers_words_arrive_as_they_were_typed() -> None:
    cast = create_cast()
    order = awaiting_followup(cast)
    url = reverse("record_verdict", kwargs={"number": order.number})
    with browser(cast.followup, at=AT) as client:
        client.post(url, {**said(words="  就那样吧 "), "seen": order.events})
    assert Text.objects.get(order=order, kind="words").body == "  就那样吧 "


def test_an_unhappy_verdict_without_words_comes_back() -> None:
    cast = create_cast()
    order = awaiting_followup(cast)
    url = reverse("record_verdict", kwargs={"number": order.number})
    with browser(cast.followup, at=AT) as client:
        response = client.post(url, {**said(solved="unsolved", words=""), "seen": order.events})
    assert response.status_code == 422
    assert "请记录诉求人的原话" in response.content.decode()
    assert fresh(order).state == "awaiting_followup"


def test_unanswered_calls_are_a_day_apart_and_the_second_closes() -> None:
    cast = create_cast()
    order = awaiting_followup(cast)
    url = reverse("record_attempt", kwargs={"number": order.number})
    with browser(cast.followup, at=AT) as client:
        assert client.post(url, {"note": "关机", "seen": order.events}).status_code == 302
        soon = client.post(url, {"note": "关机", "seen": order.events + 1})
        assert soon.status_code == 409
        assert "之后再拨" in soon.content.decode()
        assert "未接通</a>" not in client.get(reverse("followup_queue")).content.decode()
    assert Attempt.objects.count() == 1
    with browser(cast.followup, at=AT + timedelta(days=1)) as client:
        assert client.post(url, {"note": "关机", "seen": order.events + 1}).status_code == 302
    assert fresh(order).state == "closed"


def test_only_who_follows_up_opens_these_pages() -> None:
    cast = create_cast()
    order = awaiting_followup(cast)
    urls = [
        reverse("followup_queue"),
        *(reverse(page, kwargs={"number": order.number}) for page in ("record_attempt", "record_verdict")),
    ]
    for actor in (cast.operator, cast.clerk, cast.supervisor, cast.leader, cast.auditor, cast.outsider):
        with browser(actor, at=AT) as client:
            assert [client.get(url).status_code for url in urls] == [403] * 3, actor.role


def test_an_order_that_is_not_to_be_called_back_yet_says_where_it_stands() -> None:
    cast = create_cast()
    order = assigned(cast)
    with browser(cast.followup, at=AT) as client:
        response = client.get(reverse("record_verdict", kwargs={"number": order.number}))
    assert response.status_code == 409
    assert "已派单" in response.content.decode()
