"""A citizen with a phone: registers, is answered, follows, rates; every page is open to everyone (WCAG 2.2 AA)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.journeys.desk import _CHECK, PHONE, SCREENS, WIDE, Desk
from tests.journeys.test_whole_loop import act, handled_by_the_street, wait_for_followup

pytestmark = pytest.mark.browser

AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
DEMAND = "幸福路与和平路路口的窨井盖松动，夜里很响，希望更换。"
_DIGITS = {word: value for value, word in enumerate("零一二三四五六七八九十")}


class Citizen:
    """A window of somebody who is not signed in."""

    def __init__(self, *, site: str, browser: Browser, scripts: bool) -> None:
        self.site, self.browser = site, browser
        context = browser.new_context(
            viewport=PHONE,  # type: ignore[arg-type]
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
            java_script_enabled=scripts,
        )
        self.page: Page = context.new_page()
        self.faults: list[str] = []
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.page.on("console", lambda said: self.faults.append(said.text) if "Content Security" in said.text else None)

    def go(self, path: str) -> None:
        self.page.goto(self.site + path)

    def answer(self) -> None:
        """Work out the sum that stands on the page."""
        asked = re.search(r"(.)(加|减)(.)等于几", self.page.inner_text("main"))
        assert asked
        first, how, second = _DIGITS[asked[1]], asked[2], _DIGITS[asked[3]]
        self.page.fill("[name=answer]", str(first + second if how == "加" else first - second))

    def send(self) -> None:
        self.page.click("main form .is-main")
        self.page.wait_for_load_state()

    def look(self, name: str) -> None:
        """Judge the page at both widths, as it stands, and take a picture."""
        SCREENS.mkdir(parents=True, exist_ok=True)
        html = self.page.content()
        for width, size in (("phone", PHONE), ("wide", WIDE)):
            self.page.set_viewport_size(size)  # type: ignore[arg-type]
            self.page.screenshot(path=SCREENS / f"citizen-{name}-{width}.png", full_page=True)
            self.faults += [f"{name} {width}: {fault}" for fault in self._judged(html, size)]
        self.page.set_viewport_size(PHONE)  # type: ignore[arg-type]

    def _judged(self, html: str, size: dict[str, int]) -> Iterator[str]:
        """Let axe look at the same page in a window that runs scripts."""
        context = self.browser.new_context(viewport=size, locale="zh-CN", bypass_csp=True)  # type: ignore[arg-type]
        page = context.new_page()
        page.route(self.page.url, lambda route: route.fulfill(body=html, content_type="text/html; charset=utf-8"))
        page.goto(self.page.url)
        yield from page.evaluate(_CHECK)
        page.add_script_tag(path=AXE)
        found: dict[str, Any] = page.evaluate("(rules) => axe.run({runOnly: {type: 'tag', values: rules}})", _RULES)
        assert found["passes"], "axe judged nothing"
        for fault in found["violations"]:
            yield f"{fault['id']}: {[node['html'][:120] for node in fault['nodes']]}"
        context.close()


def citizen(site: str, chromium: Browser, *, scripts: bool) -> Citizen:
    return Citizen(site=site, browser=chromium, scripts=scripts)


def registered(someone: Citizen, **fields: str) -> tuple[str, str]:
    """Fill and send the form without scripts; return the order's number and the code."""
    someone.go("/citizen/register/")
    for name, value in fields.items():
        someone.page.fill(f"[name={name}]", value)
    someone.answer()
    someone.send()
    text = someone.page.inner_text("main")
    number, code = re.search(r"\d{14,}", text), re.search(r"[0-9A-Z]{4}(-[0-9A-Z]{4}){3}", text)
    assert number, text
    assert code, text
    return number[0], code[0]


def opened(someone: Citizen, code: str, digits: str) -> str:
    someone.go("/citizen/query/")
    someone.page.fill("[name=code]", code)
    someone.page.fill("[name=digits]", digits)
    someone.send()
    return someone.page.inner_text("main")


def test_a_demand_goes_the_whole_way_without_scripts(site: str, chromium: Browser, desk: Desk) -> None:
    someone = citizen(site, chromium, scripts=False)
    someone.go("/accounts/login/")
    someone.page.click("text=提交诉求、查询进度")
    someone.look("home")
    someone.go("/citizen/register/")
    someone.look("register")
    someone.send()
    someone.look("register-faults")
    someone.page.fill("[name=original]", "楼上着火了！")
    someone.answer()
    someone.send()
    someone.look("register-danger")
    assert "拨打 119" in someone.page.inner_text("main")
    number, code = registered(someone, original=DEMAND, phone="13800007788", place_text="幸福路口", name="示例壬")
    someone.look("registered")
    someone.page.click("text=查看进度")
    assert "等待热线受理" in someone.page.inner_text("main")

    desk.sit("shouli")
    act(desk, number, "accept", kind="complaint", urgency="3", route="awaiting_dispatch")
    assert "诉求人" in desk.page.inner_text("main .hy-timeline")
    desk.sit("paidan")
    act(desk, number, "assign", lead_unit_id="桥头街道办事处", legal_basis="街道办事处条例第十一条")
    stranger = citizen(site, chromium, scripts=False)
    text = opened(stranger, code, "")
    assert "桥头街道办事处" in text
    assert "窨井盖" not in text
    stranger.look("order-code-only")
    assert "不符" in opened(stranger, code, "0000")
    stranger.look("query-faults")

    handled_by_the_street(desk, number, first=True)
    wait_for_followup(desk, number)
    assert DEMAND in opened(someone, code, "7788")
    someone.look("order-answered")
    someone.page.click("text=我要评价")
    someone.look("rate")
    for name, value in {"contacted": "yes", "solved": "basically", "satisfied": "satisfied"}.items():
        someone.page.check(f"[name={name}][value={value}]")
    someone.send()
    assert "您作了评价，诉求办结" in someone.page.inner_text("main")
    someone.look("order-closed")
    desk.sit("huifang")
    desk.go(f"/orders/{number}/")
    desk.look("citizen-order-closed")
    assert "诉求人在市民页面自己评价" in desk.page.inner_text("main")
    someone.page.click("text=看完了，退出")
    someone.go("/citizen/order/")
    someone.look("order-not-opened")
    assert not someone.faults
    assert not stranger.faults


def test_with_scripts_nothing_has_to_be_worked_out(site: str, chromium: Browser) -> None:
    someone = citizen(site, chromium, scripts=True)
    someone.go("/citizen/register/")
    someone.page.fill("[name=original]", "公园长椅坏了，希望修一修。")
    someone.page.wait_for_selector("[data-proof-question]", state="hidden")
    someone.look("register-scripts")
    someone.send()
    assert "已收到您的诉求" in someone.page.inner_text("main")
    assert not someone.faults


def test_large_letters_fit_a_phone(site: str, chromium: Browser) -> None:
    someone = citizen(site, chromium, scripts=False)
    someone.go("/citizen/")
    someone.page.click("text=改用大字")
    someone.look("home-large")
    someone.go("/citizen/register/")
    someone.look("register-large")
    assert not someone.faults


def test_nothing_of_a_citizen_stands_in_the_log(site: str, chromium: Browser, site_log: Path) -> None:
    someone = citizen(site, chromium, scripts=False)
    _, code = registered(someone, original="独一无二的紫荆花坛被踩坏了。", phone="13800006655", name="示例癸无双")
    opened(someone, code, "0000")
    opened(someone, code, "6655")
    said = site_log.read_text()
    assert said
    for secret in ("13800006655", "示例癸无双", "紫荆花坛", code, code.replace("-", "")):
        assert secret not in said


def test_the_first_page_is_small(site: str, chromium: Browser) -> None:
    someone = citizen(site, chromium, scripts=True)
    wire = someone.page.context.new_cdp_session(someone.page)
    wire.send("Network.enable")
    sizes: list[float] = []
    wire.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    someone.page.goto(f"{site}/citizen/register/", wait_until="networkidle")
    assert 0 < sum(sizes) < 30_000, sizes
