"""A unit's reviewer plans who is on duty; the hotline sees whom to call, in a real browser."""

from __future__ import annotations

import pytest

from tests.journeys.desk import Desk

pytestmark = pytest.mark.browser


def test_the_hotline_finds_who_is_on_duty_at_a_street(desk: Desk) -> None:
    desk.sit("shenhe")
    desk.go("/duty-now/?q=桥头街道办事处")
    desk.page.click("main a[href^='/units/']")
    desk.page.click("main a[href$='/roster/']")
    desk.page.wait_for_load_state()
    for day in range(1, 8):
        desk.page.check(f"main [name=weekdays][value='{day}']")
    desk.page.fill("main [name=begins]", "08:30")
    desk.page.fill("main [name=ends]", "08:30")
    desk.page.fill("main [name=person_name]", "示例值班员")
    desk.page.fill("main [name=telephone]", "0460-10000012")
    desk.page.click("main form.hy-form button[type=submit]")
    desk.page.wait_for_load_state()
    desk.look("roster")
    assert "08:30 起 24 小时" in desk.page.inner_text("main")
    desk.sit("shouli")
    desk.go("/duty-now/?q=桥头街道办事处")
    desk.look("duty-now")
    assert "0460-10000012" in desk.page.inner_text("main")
    desk.go("/duty-now/?only_missing=on&kind=utility")
    desk.look("duty-missing")
    assert "无人值班" in desk.page.inner_text("main")
