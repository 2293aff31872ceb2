"""吹哨报到 in a real browser: a street calls a bureau, which reports from the street by phone; both rate each other."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from PIL import Image

from tests.journeys.desk import PHONE, Desk

pytestmark = pytest.mark.browser


def _registered(desk: Desk) -> str:
    desk.sit("shouli")
    desk.go("/register/")
    desk.send(
        phone="0460-10000088",
        name="示例戊",
        original="河畔社区北门外烧烤店占道经营，油烟很大，物业说管不了。",
        kind="complaint",
        route="awaiting_dispatch",
    )
    found = re.search(r"/orders/(\d+)/", desk.page.url)
    assert found, desk.page.url
    return found[1]


def _act(desk: Desk, number: str, action: str, **fields: str) -> None:
    desk.go(f"/orders/{number}/")
    desk.page.click(f"a[href$='/orders/{number}/{action}/']")
    desk.page.wait_for_load_state()
    desk.look(f"whistle-{action}")
    desk.send(**fields)
    assert desk.page.url.endswith(f"/orders/{number}/"), desk.page.inner_text("main")


def _arrive_by_phone(desk: Desk, number: str, photo: Path) -> None:
    """Stand in the street: find the call on the board, photograph, send."""
    desk.sit("chengguan")
    desk.page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    desk.go("/whistles/")
    desk.page.click(f"a[href='/orders/{number}/']")
    desk.page.click(f"a[href$='/orders/{number}/arrive/']")
    desk.page.wait_for_load_state()
    assert desk.page.input_value("[name=place]") == "河畔社区北门"
    desk.page.set_input_files("[name=pictures]", photo)
    desk.look("whistle-arrive")
    desk.send(note="执法队三人到场。")
    assert "按时报到" in desk.page.inner_text("#whistles")


def test_a_street_whistles_a_bureau_reports_and_both_rate(desk: Desk, tmp_path: Path) -> None:
    photo = tmp_path / "现场.jpg"
    Image.new("RGB", (1600, 1200), "darkseagreen").save(photo, "JPEG")
    number = _registered(desk)
    desk.sit("paidan")
    _act(desk, number, "assign", lead_unit_id="桥头街道办事处", legal_basis="街道办事处条例第十一条")
    desk.sit("jiedao")
    _act(desk, number, "sign")
    desk.go(f"/orders/{number}/whistle/")
    desk.page.check("label:has-text('市城市管理局') input")
    blown = {"what": "占道经营和油烟，请到场执法认定。", "place": "河畔社区北门"}
    desk.look("whistle-blow")
    desk.send(**blown, meeting_url="https://meeting.example.gov.cn/j/88")
    desk.look("whistle-blown")
    _arrive_by_phone(desk, number, photo)

    desk.sit("jiedao")
    desk.go(f"/orders/{number}/scene/")
    desk.page.locator("[name=unit_1]").select_option(label="市城市管理局")
    due = desk.page.evaluate("new Date(Date.now() + 86400000 + 28800000).toISOString().slice(0, 16)")
    desk.look("whistle-scene")
    desk.send(finding="店外摆放桌椅八套。", decision="当场清退，三日内安装净化设备。", task_1="清退店外桌椅", due_1=due)
    desk.sit("chengguan")
    _act(desk, number, "task", note="桌椅已清退。")
    desk.sit("duban")
    _act(desk, number, "check", way="video", note="请三日内办结。")
    desk.go("/whistles/")
    desk.look("whistle-board")
    desk.sit("jiedao")
    _act(desk, number, "end-whistle", conclusion="占道已清理，净化设备已下单。")
    desk.go(f"/orders/{number}/rate-whistle/")
    desk.page.check("main form input[value='5']")
    desk.look("whistle-rate")
    desk.send(words="到得快。")
    desk.sit("chengguan")
    desk.go(f"/orders/{number}/rate-whistle/")
    desk.page.check("main form input[value='4']")
    desk.send()
    assert "吹哨单位评 5 分 · 评吹哨单位 4 分" in desk.page.inner_text("#whistles")
    desk.look("whistle-order")
    desk.go("/whistles/units/")
    desk.look("whistle-units")
