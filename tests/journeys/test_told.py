"""Who is told, in a real browser: an order is assigned, the street's inbox shows it, a click leads to it."""

from __future__ import annotations

import time

import pytest
from playwright.sync_api import Locator

from tests.journeys.desk import Desk
from tests.journeys.test_whole_loop import act, number_of

pytestmark = pytest.mark.browser


def notice_of(desk: Desk, number: str) -> Locator:
    """Wait until the job worker has told the desk of an order."""
    for _ in range(40):
        desk.go("/inbox/")
        row = desk.page.locator("main tr", has_text=number)
        if row.count():
            return row
        time.sleep(0.5)
    pytest.fail("nobody was told")


def test_a_clerk_learns_of_an_order_from_the_inbox_and_opens_it(desk: Desk) -> None:
    desk.sit("shouli")
    desk.go("/register/")
    desk.send(
        phone="13800000000", original="桥头街道主路井盖松动，有人险些摔倒。", kind="help", route="awaiting_dispatch"
    )
    number = number_of(desk)
    desk.sit("paidan")
    act(desk, number, "assign", lead_unit_id="桥头街道办事处", legal_basis="街道办事处条例第十一条")
    desk.sit("jiedao")
    row = notice_of(desk, number)
    assert "已派给本单位主办，请签收" in row.inner_text()
    desk.look("inbox")
    row.locator("button").click()
    desk.page.wait_for_load_state()
    assert desk.page.url.endswith(f"/orders/{number}/")
    desk.go("/inbox/?show=all")
    assert "已读" in desk.page.locator("main tr", has_text=number).inner_text()
    desk.look("inbox-all")
    desk.sit("xitong")
    desk.go("/messages/")
    desk.look("messages")
    desk.page.click("main a[href^='/m/']")
    desk.page.wait_for_load_state()
    desk.look("citizen-messages")
    desk.page.click("main button[type=submit]")
    desk.page.wait_for_load_state()
    desk.look("citizen-stopped")
    assert "已停收" in desk.page.inner_text("main")
    desk.page.click("main button[type=submit]")
    desk.page.wait_for_load_state()
    assert "停收短信" in desk.page.inner_text("main")
    desk.go("/policy/")
    assert "夜间免打扰" in desk.page.inner_text("main")
    desk.look("policy-notices")
