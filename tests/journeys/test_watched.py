"""A supervisor watches a problem, a reviewer says who answers for the place, in a real browser."""

from __future__ import annotations

from datetime import timedelta

import pytest

from huying.foundation import clock
from tests.journeys.desk import Desk
from tests.journeys.test_whole_loop import act, number_of

pytestmark = pytest.mark.browser


def test_what_is_watched_and_who_answers_for_the_place_stand_on_the_order(desk: Desk) -> None:
    today = clock.today()
    desk.sit("duban")
    desk.go("/focus/")
    desk.send(
        kind="problem",
        title="老楼加装电梯",
        word="加装电梯",
        owner="桥头街道办事处",
        first_day=today.isoformat(),
        last_day=(today + timedelta(days=30)).isoformat(),
    )
    desk.look("focus")
    desk.sit("shenhe")
    desk.go("/responsibility-map/")
    desk.send(place="桥头街道", kind="leader", person_name="示例领导", post="副主任", telephone="0460-10000012")
    desk.look("responsibility-map")
    assert "示例领导" in desk.page.inner_text("main")
    desk.sit("shouli")
    desk.go("/register/")
    desk.send(
        phone="0460-10000096",
        name="示例壬",
        original="桥头街道河畔社区三号楼加装电梯，一楼住户不同意，施工停了半年。",
        kind="help",
        route="awaiting_dispatch",
    )
    number = number_of(desk)
    desk.sit("paidan")
    desk.go(f"/orders/{number}/")
    assert "重点关注：老楼加装电梯" in desk.page.inner_text("main")
    desk.page.click(f"a[href$='/orders/{number}/tags/']")
    desk.page.wait_for_load_state()
    desk.look("act-tags")
    desk.page.check("main [name=tags][value=legacy]")
    desk.page.click("main form.hy-form button[type=submit]")
    desk.page.wait_for_load_state()
    desk.look("order-tagged")
    assert "加上：历史遗留" in desk.page.inner_text("main")
    act(desk, number, "assign", lead_unit_id="桥头街道办事处", legal_basis="属地管理")
