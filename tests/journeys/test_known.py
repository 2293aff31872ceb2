"""While an operator types, what is known already is told; the dispatcher sees both orders and merges them."""

from __future__ import annotations

import pytest

from tests.journeys.desk import PHONE, Desk

pytestmark = pytest.mark.browser
FIRST = "滨江路18号海棠花园3栋楼下的烧烤店每天营业到凌晨两点，油烟直接排到二楼窗前，喝酒划拳声音很大，希望尽快处理。"
AGAIN = "您好，海棠花园3栋楼下烧烤店每天营业到半夜两点，油烟直接排到二楼窗前，喝酒划拳很吵，没人管吗？"


def test_an_operator_is_told_what_is_known_and_a_dispatcher_merges_it(site: str, desk: Desk) -> None:
    del site
    desk.sit("shouli")
    _type(desk, phone="13800005511", original=FIRST)
    desk.page.click("button:text-is('登记')")
    first = desk.page.url.rstrip("/").rsplit("/", 1)[-1]

    _type(desk, phone="13800005511", original=AGAIN)
    desk.page.wait_for_selector("#known button[name=progress]")
    assert first in desk.page.inner_text("#known")
    assert "没有新情况" in desk.page.inner_text("#known")
    desk.look("known-while-typing")
    desk.page.click("#known button[name=progress]")
    assert desk.page.input_value("[name=repeats_number]") == first
    assert "目前：待派单" in desk.page.input_value("[name=reason]")

    _type(desk, phone="13800005522", original=AGAIN)
    desk.page.wait_for_selector("#known h2")
    assert desk.page.query_selector("#known button[name=progress]") is None
    desk.page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    desk.look("known-while-typing-on-a-phone")
    desk.page.click("button:text-is('登记')")
    second = desk.page.url.rstrip("/").rsplit("/", 1)[-1]
    desk.sit("paidan")
    desk.go(f"/orders/{second}/")
    desk.look("known-on-the-order-page")
    desk.page.click("section[aria-labelledby=known-title] a:text-is('并单')")
    desk.page.wait_for_load_state()
    desk.look("merge-pair")
    assert first in desk.page.inner_text("main")
    assert desk.page.input_value("[name=reason]").startswith("经比对是同一件事")
    assert "已并单" not in desk.page.inner_text("main, .hy-notices")
    desk.page.press("[name=reason]", "Enter")
    desk.page.wait_for_load_state()
    assert "已并单" in desk.page.inner_text("main, .hy-notices")


def _type(desk: Desk, *, phone: str, original: str) -> None:
    desk.go("/register/")
    desk.page.fill("[name=phone]", phone)
    desk.page.fill("[name=original]", original)
    desk.page.press("[name=original]", "Tab")
