"""退单 in a real browser: a street returns in vain, a bureau with right, and the order goes elsewhere."""

from __future__ import annotations

import pytest

from tests.journeys.desk import Desk
from tests.journeys.test_whole_loop import act, number_of, state

pytestmark = pytest.mark.browser

STREET, BUREAU = "桥头街道办事处", "市城市管理局"
EVIDENCE = "派单目录第三条：占道经营由城市管理部门查处，街道没有执法权。"


def registered(desk: Desk, original: str, *, lead: str) -> str:
    desk.sit("shouli")
    desk.go("/register/")
    desk.send(phone="0460-10000096", name="示例壬", original=original, kind="complaint", route="awaiting_dispatch")
    number = number_of(desk)
    desk.sit("paidan")
    act(desk, number, "assign", lead_unit_id=lead, legal_basis="派单目录")
    return number


def test_a_street_returns_in_vain_and_a_bureau_with_right(desk: Desk) -> None:
    number = registered(desk, "桥头街道菜场门口占道经营，夜里很吵。", lead=STREET)
    desk.sit("jiedao")
    act(desk, number, "return", reason="not_our_duty", proposed_unit_id=BUREAU, evidence=EVIDENCE)
    desk.look("order-return-waits")
    assert "等待异议审批员审核" in desk.page.inner_text("main")

    desk.sit("shenpi")
    desk.go("/returns/")
    desk.look("returns-waiting")
    desk.page.click(f"main a[href$='/orders/{number}/return/settle/']")
    desk.look("act-return-settle")
    desk.send(granted="no", ruling="街道办事处条例第十条：街道综合执法队查处占道经营，职责明确。")
    assert state(desk, number) == "已派单"
    desk.sit("jiedao")
    desk.go(f"/orders/{number}/")
    assert desk.page.locator(f"a[href$='/orders/{number}/return/']").count() == 0
    assert "不予退单" in desk.page.inner_text("main")

    number = registered(desk, "桥头街道路灯不亮，晚上看不见。", lead=BUREAU)
    desk.sit("chengguan")
    act(
        desk,
        number,
        "return",
        reason="not_our_duty",
        proposed_unit_id=STREET,
        evidence="三定规定：背街小巷路灯由属地街道管护。",
    )
    desk.sit("shenpi")
    desk.go(f"/orders/{number}/return/settle/")
    desk.send(granted="yes", found_unit_id=STREET, ruling="背街小巷路灯由属地街道管护，由街道主办。")
    assert state(desk, number) == "待派单"
    desk.sit("paidan")
    desk.go(f"/orders/{number}/assign/")
    assert "背街小巷路灯" in desk.page.inner_text("main")
    desk.look("act-assign-again")
    desk.send(legal_basis="退单审核裁定")
    assert state(desk, number) == "已派单"
    desk.look("order-returned-once")
    for path, name in (
        ("/returns/settled/", "returns-settled"),
        ("/returns/units/", "returns-by-unit"),
        ("/returns/unsigned/", "unsigned"),
        ("/precedents/", "precedents"),
    ):
        desk.go(path)
        desk.look(name)
    assert "由桥头街道办事处承办" in desk.page.inner_text("main")
