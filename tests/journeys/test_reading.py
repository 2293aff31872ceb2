"""The administrator lists an estate; the operator lets a text be read and registers; the dispatcher sees the places."""

from __future__ import annotations

import pytest

from tests.journeys.desk import Desk

pytestmark = pytest.mark.browser
SPOTS = """地点编码,类别,名称,别名
460101,小区、楼宇,海棠花园,老海棠
460202,小区、楼宇,海棠花园,
460101,道路,月季路,
无,道路,牡丹路,
"""
SAID = (
    "嗯，我是黄女士，就是说从上周五开始，临江区老海棠3栋2单元楼下的烧烤店每天半夜都很吵，"
    "月季路也停满了车，物业收了我300元停车费也不管。"
)
SEVERAL = "楼下烧烤店油烟太大，窗户都不敢开。另外，我父亲的高龄津贴三个月没发，请查一下。"


def test_a_text_is_read_corrected_and_registered(desk: Desk) -> None:
    desk.sit("xitong")
    desk.go("/spots/import/")
    desk.page.set_input_files("[name=file]", {"name": "t.csv", "mimeType": "text/csv", "buffer": SPOTS.encode()})
    desk.page.click("main form[method=post] button[type=submit]")
    desk.page.wait_for_load_state()
    desk.look("spots-imported")
    assert "没有编码为「无」的地点" in desk.page.inner_text("main")
    desk.go("/spots/?q=海棠")
    desk.look("spots")

    desk.sit("shouli")
    desk.go("/register/")
    desk.page.fill("[name=phone]", "0460-8000123")
    desk.page.fill("[name=original]", SAID)
    desk.page.click("form [name=read]")
    desk.page.wait_for_load_state()
    desk.look("read-before-registering")
    shown = desk.page.inner_text("main")
    assert "可能的事项 · 按名称相近" in shown
    first = desk.page.locator("[name=take_matter]").first
    assert first.evaluate("node => node === document.activeElement")
    path = first.inner_text().split("Alt")[0].strip()
    desk.page.keyboard.press("Enter")
    desk.page.wait_for_load_state()
    assert desk.page.inner_text("[name=matter_id] option:checked").strip() == path
    desk.page.press("[name=phone]", "Enter")
    desk.page.wait_for_load_state()
    desk.look("matter-taken")
    assert desk.page.inner_text("[name=matter_id] option:checked").strip() == path
    assert "缺诉求，可以问" in shown
    assert "属地单位：桥头街道办事处" in shown
    assert desk.page.input_value("[name=place_text]") == "临江区老海棠3栋2单元楼下"
    assert "桥头街道" in desk.page.inner_text("[name=region_id] option:checked")
    assert desk.page.input_value("[name=original]") == SAID
    desk.send(region_id="澜城市望海区盐田街道", kind="complaint")

    number = desk.page.url.rstrip("/").rsplit("/", 1)[1]

    desk.sit("paidan")
    desk.go(f"/orders/{number}/")
    desk.look("places-at-dispatch")
    assert "原文提到的是「澜城市临江区桥头街道」，派单前请核对地点" in desk.page.inner_text("main")


def test_a_message_of_two_matters_is_registered_and_split_as_proposed(desk: Desk) -> None:
    desk.sit("shouli")
    desk.go("/register/")
    desk.page.fill("[name=original]", SEVERAL)
    desk.page.click("form [name=read]")
    desk.page.wait_for_load_state()
    desk.look("two-matters-read")
    assert "像是说了 2 件事" in desk.page.inner_text("main")
    desk.page.click("[name=take_all]")
    desk.page.wait_for_load_state()
    assert "大气污染" in desk.page.inner_text("[name=matter_id] option:checked")
    desk.send(kind="complaint")
    number = desk.page.url.rstrip("/").rsplit("/", 1)[1]
    desk.go(f"/orders/{number}/split/")
    desk.look("two-matters-split")
    assert desk.page.input_value("[name=title_1]") == "我父亲的高龄津贴三个月没发，请查一下。"
    assert "长者服务" in desk.page.inner_text("[name=matter_1] option:checked")
    desk.send()
    assert "已拆单" in desk.page.inner_text("main")
    desk.sit("lingdao")
    desk.go("/danger/")
    desk.look("proposals-taken")
