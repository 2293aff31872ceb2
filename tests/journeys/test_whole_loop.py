"""The whole loop in a real browser: registered, assigned, handled, refused by the caller, done again, closed."""

from __future__ import annotations

import re
import time
from pathlib import Path

import pytest

from tests.journeys.desk import Desk

pytestmark = pytest.mark.browser

REPLY = "已会同社区到现场核查，经营者已停止夜间露天烧烤并安装油烟净化设备，将持续巡查。"


def number_of(desk: Desk) -> str:
    found = re.search(r"/orders/(\d+)/", desk.page.url)
    assert found, desk.page.url
    return found[1]


def act(desk: Desk, number: str, action: str, **fields: str) -> None:
    """Press the button of an action on the order's page and send its form."""
    desk.go(f"/orders/{number}/")
    desk.page.click(f"a[href$='/orders/{number}/{action}/']")
    desk.page.wait_for_load_state()
    desk.look(f"act-{action}")
    desk.send(**fields)
    if desk.page.locator("#advice").count() and action == "reply":  # the same words as in another journey: told once
        desk.page.click("button:has-text('仍然提交')")
        desk.page.wait_for_load_state()
    assert desk.page.url.endswith(f"/orders/{number}/"), desk.page.inner_text("main")


def handled_by_the_street(desk: Desk, number: str, *, first: bool) -> None:
    desk.sit("jiedao")
    if first:
        act(desk, number, "sign")
    act(desk, number, "contact", reached="yes", note="已电话联系，诉求人说夜间十一点后最吵。")
    act(desk, number, "progress", note="已到现场核查并约谈经营者。")
    act(
        desk,
        number,
        "reply",
        fact_finding="true",
        demand_finding="reasonable",
        result="solved",
        answered_by="phone",
        legal_basis="街道办事处条例第十条",
        words=REPLY,
        site_check="no_site",
    )
    desk.sit("shenhe")
    act(desk, number, "review", passed="yes")


def wait_for_followup(desk: Desk, number: str) -> None:
    """Wait until the job worker has opened the follow-up."""
    desk.sit("huifang")
    for _ in range(60):
        desk.go(f"/orders/{number}/")
        if desk.page.locator(f"a[href$='/orders/{number}/verdict/']").count():
            return
        time.sleep(0.5)
    pytest.fail("the follow-up never opened")


def state(desk: Desk, number: str) -> str:
    desk.go(f"/orders/{number}/")
    return desk.page.inner_text("main .hy-state >> nth=0")


def test_an_order_goes_the_whole_way_and_back_once(desk: Desk) -> None:
    desk.sit("shouli")
    desk.look("queue-operator")
    desk.go("/register/")
    desk.look("register")
    desk.send(
        phone="0460-10000099",
        name="示例己",
        original="桥头街道河畔社区门口夜间烧烤，油烟噪音扰民一个多月，希望整治。",
        place_text="河畔社区北门",
        kind="complaint",
        route="awaiting_dispatch",
    )
    number = number_of(desk)
    desk.look("order-registered")

    desk.sit("paidan")
    desk.look("queue-dispatcher")
    act(desk, number, "assign", lead_unit_id="桥头街道办事处", legal_basis="街道办事处条例第十一条")
    assert state(desk, number) == "已派单"

    handled_by_the_street(desk, number, first=True)
    wait_for_followup(desk, number)
    desk.go("/followup/")
    desk.look("followup")
    act(desk, number, "verdict", contacted="yes", solved="unsolved", satisfied="dissatisfied", words="昨晚还是很吵。")
    assert state(desk, number) == "重办"

    handled_by_the_street(desk, number, first=False)
    wait_for_followup(desk, number)
    act(desk, number, "verdict", contacted="yes", solved="solved", satisfied="satisfied", words="这次好了，谢谢。")
    assert state(desk, number) == "已办结"
    desk.look("order-closed")
    assert "昨晚还是很吵。" in desk.page.inner_text("main")
    desk.sit("duban")
    desk.go("/figures/")
    desk.look("figures")
    assert "2 件" in desk.page.inner_text("main")


@pytest.mark.parametrize("outsider", ["gongshui", "shancheng", "xitong", "anquan", "shenji"])
def test_an_outsider_sees_nothing(desk: Desk, outsider: str) -> None:
    desk.sit("shouli")
    desk.go("/register/")
    desk.send(
        phone="0460-10000098",
        name="示例庚",
        original="槐树社区垃圾站异味难闻，独一无二的紫藤花下。",
        kind="complaint",
        route="awaiting_dispatch",
    )
    number = number_of(desk)
    desk.sit("paidan")
    act(desk, number, "assign", lead_unit_id="桥头街道办事处", legal_basis="街道办事处条例第十一条")
    desk.sit(outsider)
    assert desk.go(f"/orders/{number}/") in {403, 404}
    assert "紫藤" not in desk.page.content()
    for asked in (number, "紫藤花下", "0460-10000098"):
        desk.go("/")
        desk.search(asked)
        assert "垃圾站异味" not in desk.page.content()
    desk.go("/")
    assert "垃圾站异味" not in desk.page.content()


def test_nothing_of_the_caller_stands_in_the_log(desk: Desk, site_log: Path) -> None:
    desk.sit("shouli")
    desk.go("/register/")
    desk.send(
        phone="0460-10000097",
        name="示例辛无双",
        original="槐树社区井盖破损。",
        kind="help",
        route="awaiting_dispatch",
    )
    number = number_of(desk)
    desk.go(f"/orders/{number}/")
    desk.search("0460-10000097")
    assert "10000097" not in desk.page.url
    found = desk.page.url
    assert "按来电号码找到" in desk.page.inner_text("main")
    desk.page.click(f"main a[href$='/orders/{number}/']")
    desk.page.go_back()
    assert desk.page.url == found
    assert "按来电号码找到" in desk.page.inner_text("main")
    said = site_log.read_text()
    assert said
    for secret in ("10000097", "示例辛无双", "井盖破损"):
        assert secret not in said
