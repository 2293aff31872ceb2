"""The pages of a whistle: its forms, the order's panel, the board, the figures."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from huying.domain.lifecycle import BY_ACTION
from huying.workorders.models import Order
from tests.browse import browser
from tests.cast import Cast, create_cast
from tests.pages.desks.browse import order_url, shown
from tests.walk import HOUR, contacted, fresh, seen
from tests.whistles import BLOWN, QUARTER, arrived, blow, blown, come, end, ended, finished, whistle, with_task

pytestmark = pytest.mark.django_db
AT = BLOWN + HOUR


def blowing(cast: Cast) -> dict[str, Any]:
    return {
        "what": "油烟扰民，请到场执法。",
        "place": "河畔社区北门",
        "unit_ids": [cast.bureau.pk],
        "arrive_by": "2026-03-02T14:30",
        "meeting_url": "https://meet.example.gov.cn/j/123",
    }


def scene(cast: Cast) -> dict[str, Any]:
    return {
        "whistle_id": "only",
        "finding": "无油烟净化设施。",
        "decision": "责令整改。",
        "task_1": "清退占道桌椅",
        "unit_1": cast.bureau.pk,
        "due_1": "2026-03-02T20:00",
    }


Walk = Callable[[Cast], Order]
STEPS: list[tuple[str, Walk, str, Callable[[Cast], dict[str, Any]]]] = [
    ("blow_whistle", contacted, "clerk", blowing),
    ("arrive", blown, "bureau_clerk", lambda _: {"place": "北门", "position": "30.2741,120.1551"}),
    ("refuse_call", blown, "bureau_clerk", lambda _: {"reason": "不属于我局职责，应由生态环境部门认定。"}),
    ("record_scene", arrived, "clerk", scene),
    ("finish_task", with_task, "bureau_clerk", lambda _: {"task_id": "only", "note": "已清退。"}),
    ("check_whistle", arrived, "supervisor", lambda _: {"whistle_id": "only", "way": "video", "note": "请今日办结。"}),
    ("end_whistle", finished, "clerk", lambda _: {"whistle_id": "only", "conclusion": "已办结。"}),
    ("rate_whistle", ended, "clerk", lambda cast: {f"score_{cast.bureau.pk}": "5"}),
    ("rate_whistle", ended, "bureau_clerk", lambda cast: {f"score_{cast.street.pk}": "2", "words": "地点没有写清。"}),
]


@pytest.mark.parametrize(("page", "walk", "who", "given"), STEPS)
def test_a_page_shows_its_form_and_does_what_it_says(
    page: str, walk: Walk, who: str, given: Callable[[Cast], dict[str, Any]]
) -> None:
    cast = create_cast()
    order = walk(cast)
    url = reverse(page, kwargs={"number": order.number})
    with browser(getattr(cast, who), at=AT) as client:
        form = client.get(url)
        assert form.status_code == 200
        assert f"<h1>{BY_ACTION[page].label}</h1>" in form.content.decode()
        typed = given(cast)
        for name in ("whistle_id", "task_id"):
            if typed.get(name) == "only":
                typed[name] = form.context["form"][name].initial
        done = client.post(url, {**typed, "seen": order.events})
        assert (done.status_code, done.headers.get("Location")) == (302, order_url(order)), done.content.decode()
    assert fresh(order).history.get(seq=order.events + 1).action == page


def test_the_form_of_an_arrival_knows_the_place_already() -> None:
    cast = create_cast()
    order = blown(cast)
    with browser(cast.bureau_clerk, at=AT) as client:
        form = client.get(reverse("arrive", kwargs={"number": order.number})).context["form"]
    assert form["place"].initial == "河畔社区北门"


def test_a_line_of_a_task_that_is_not_whole_is_refused_with_everything_kept() -> None:
    cast = create_cast()
    order = arrived(cast)
    typed = {**scene(cast), "whistle_id": whistle(order).pk, "due_1": "", "seen": order.events}
    with browser(cast.clerk, at=AT) as client:
        answer = client.post(reverse("record_scene", kwargs={"number": order.number}), typed)
    assert answer.status_code == 422
    assert "请把这项任务的内容、单位和完成时间都填上" in shown(answer)
    assert "清退占道桌椅" in answer.content.decode()


def test_where_two_are_open_the_form_asks_which() -> None:
    cast = create_cast()
    order = arrived(cast)
    blow(cast, order, at=BLOWN + 2 * QUARTER)
    with browser(cast.clerk, at=AT) as client:
        text = shown(client.get(reverse("end_whistle", kwargs={"number": order.number})))
        url = reverse("end_whistle", kwargs={"number": order.number})
        answer = client.post(url, {"conclusion": "已办结。", "seen": seen(order)})
    assert "03-02 13:00 吹哨：市城市管理局" in text
    assert answer.status_code == 422


def test_the_order_shows_everything_of_its_whistle() -> None:
    cast = create_cast()
    order = ended(cast)
    for actor in (cast.clerk, cast.bureau_clerk, cast.supervisor):
        with browser(actor, at=AT) as client:
            text = shown(client.get(order_url(order)))
        for words in ("河畔社区北门", "按时报到", "执法队 3 人到场。", "责令停业整改", "清退占道桌椅", "桌椅已清退。"):
            assert words in text, (actor.role, words)


def test_the_order_s_page_stays_within_its_reads() -> None:
    cast = create_cast()
    order = ended(cast)
    with browser(cast.clerk, at=AT) as client:
        client.get(order_url(order))
        with CaptureQueriesContext(connection) as asked:
            client.get(order_url(order))
    read = Counter(table for one in asked.captured_queries for table in re.findall(r'FROM "(\w+)"', one["sql"]))
    assert read.pop("workorders_order") <= 2, "the order, and those that repeat it"
    assert set(read.values()) == {1}, read
    assert len(asked) <= 22, len(asked)


def test_a_called_unit_has_exactly_its_buttons_and_an_uninvolved_one_sees_nothing() -> None:
    cast = create_cast()
    order = blown(cast)
    with browser(cast.bureau_clerk, at=AT) as client:
        html = client.get(order_url(order)).content.decode()
    assert [name for name in BY_ACTION if f"{order_url(order)}{name}/" in html] == ["arrive"]
    assert reverse("refuse_call", kwargs={"number": order.number}) in html
    with browser(cast.outsider, at=AT) as client:
        assert client.get(order_url(order)).status_code == 404
        assert order.number not in client.get(reverse("whistles")).content.decode()


def test_the_board_shows_each_called_unit_s_light_and_a_check_that_was_missed() -> None:
    cast = create_cast()
    order = blown(cast)
    one = whistle(order)
    for actor in (cast.clerk, cast.bureau_clerk, cast.supervisor, cast.dispatcher, cast.leader, cast.arbiter):
        with browser(actor, at=BLOWN + QUARTER) as client:
            text = shown(client.get(reverse("whistles")))
        assert order.number in text, actor.role
        assert "待报到 市城市管理局" in text
        assert "超期未调度" not in text
    with browser(cast.supervisor, at=one.check_due_at + QUARTER) as client:
        text = shown(client.get(reverse("whistles")))
    assert "逾期未到 市城市管理局" in text
    assert "超期未调度" in text
    come(cast, order, at=BLOWN + 2 * HOUR)
    end(cast, order, at=BLOWN + 3 * HOUR)
    with browser(cast.supervisor, at=AT) as client:
        assert order.number not in shown(client.get(reverse("whistles")))


def test_the_figures_count_what_a_unit_did_in_the_month_of_the_whistle() -> None:
    cast = create_cast()
    ended(cast)
    with browser(cast.supervisor, at=AT) as client:
        text = shown(client.get(reverse("whistle_units")))
        nothing = shown(client.get(reverse("whistle_units") + "?month=2026-02"))
    assert "市城市管理局 1 1 0 0 0 无评价" in text
    assert "这个月没有吹哨。" in nothing
