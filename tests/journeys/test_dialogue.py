"""Caller and unit write to each other; then the unit answers over an assist that it need not wait for."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from tests.journeys.desk import PHONE, Desk
from tests.journeys.test_citizen import citizen, opened, registered
from tests.journeys.test_whole_loop import act

pytestmark = pytest.mark.browser
ASKED, TOLD = "厂门口这段路归街道管还是归园区管？", "归街道养护，周三上午现场划界，请您参加。"
EMPTY = "您好，您反映的问题已收悉，我街道高度重视，已转相关科室处理，感谢您的支持！"
WHY = "城管局的巡查不影响本次答复。"


def test_a_caller_asks_the_unit_tells_and_answers_without_waiting(site: str, chromium: Browser, desk: Desk) -> None:
    someone = citizen(site, chromium, scripts=False)
    number, code = registered(someone, original="厂门口路面坑洼，货车进不来。", phone="13800007733")
    desk.sit("shouli")
    act(desk, number, "accept", kind="help", urgency="3", route="awaiting_dispatch")
    desk.sit("paidan")
    desk.page.focus("summary:has-text('审批与台账')")
    desk.page.keyboard.press("Enter")
    assert desk.page.is_visible("nav a:has-text('并单台账')")
    desk.page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    desk.page.click("label[for=nav-switch]")
    desk.look("navigation-dispatcher")
    act(
        desk, number, "assign",
        lead_unit_id="桥头街道办事处", assist_unit_ids="市城市管理局", legal_basis="街道办事处条例第十一条",
    )  # fmt: skip
    opened(someone, code, "7733")
    someone.page.click("text=给承办单位留言")
    someone.look("write")
    someone.page.fill("[name=words]", ASKED)
    someone.send()
    assert ASKED in someone.page.inner_text("main")

    desk.sit("jiedao")
    act(desk, number, "sign")
    assert "承办单位还没有回复" in desk.page.inner_text("main")
    act(desk, number, "message", words=TOLD)
    desk.look("dialogue-at-the-desk")
    someone.go("/citizen/order/")
    someone.look("dialogue")
    assert TOLD in someone.page.inner_text("main")
    act(desk, number, "contact", reached="yes", note="已电话联系。")
    desk.go(f"/orders/{number}/reply/")
    desk.send(
        fact_finding="true", demand_finding="reasonable", result="solved", answered_by="phone",
        legal_basis="街道办事处条例第十条", words=EMPTY, site_check="no_site", why_not_wait=WHY,
    )  # fmt: skip
    assert EMPTY in desk.page.inner_text("#advice")
    desk.look("reply-advice")
    desk.page.click("button:has-text('仍然提交')")
    desk.page.wait_for_load_state()
    desk.sit("shenhe")
    desk.go(f"/orders/{number}/review/")
    desk.look("review-without-assist")
    assert WHY in desk.page.inner_text("main")
    assert "敷衍答复" in desk.page.inner_text("#advice")
    desk.sit("duban")
    desk.go("/reply-leads/")
    for _ in range(20):  # the job follows within a second or two
        if EMPTY in desk.page.inner_text("main"):
            break
        desk.page.wait_for_timeout(500)
        desk.page.reload()
    desk.look("reply-leads")
    assert EMPTY in desk.page.inner_text("main")
    for path in ("/merges/", "/policy/"):
        desk.sit("paidan") if path == "/merges/" else None
        desk.go(path)
        desk.look(f"details-{path.strip('/')}")
    assert not someone.faults
