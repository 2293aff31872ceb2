"""The administrators' pages in a real browser: an account from the slip to the first day's work, and every list."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.journeys.desk import Desk

pytestmark = pytest.mark.browser

OWN = "mei-tian-dao-2026"
DUTIES = """事项编码,地点编码,主办单位编码,属地主办,协办单位编码,法律依据,场景化指引
0303,,cg,,qt,市城市管理局三定规定,先看是否占道。
0306,,,是,zj,街道办事处条例第十条,
,,,是,,街道办事处条例第十条,
"""


def seat(page: Page, *, unit: str, role: str) -> None:
    """Fill and send the form for a seat, among the other forms of a person's page."""
    page.fill("[name=unit]", unit)
    page.select_option("[name=role]", label=role)
    page.click("button >> text=设置岗位")
    page.wait_for_load_state()


def test_a_new_colleague_is_let_in_step_by_step(desk: Desk) -> None:
    page = desk.sit("xitong")
    desk.go("/people/new/")
    desk.send(display_name="李晓明", username="li.xiaoming")
    page.click("summary >> text=发放一次性密码")
    desk.look("person")
    page.click("text=确认发放")
    page.wait_for_selector(".hy-slip-password")
    desk.look("slip")
    slip = page.inner_text(".hy-slip-password")

    page = desk.sit("li.xiaoming", slip)
    assert page.url.endswith("/accounts/password/change/")
    desk.look("forced-change")
    desk.go("/units/")
    assert page.url.endswith("/accounts/password/change/")
    for name, value in (("oldpassword", slip), ("password1", OWN), ("password2", OWN)):
        page.fill(f"[name={name}]", value)
    page.click("button >> text=保存新密码")
    page.wait_for_selector("text=您的账号还没有岗位")

    page = desk.sit("anquan")
    desk.go("/people/?q=李晓明")
    desk.look("people")
    page.click("text=李晓明")
    page.wait_for_selector("text=设置岗位")
    seat(page, unit="灯塔街道办事处", role="承办员")
    assert "已在「灯塔街道办事处」设置岗位" in page.inner_text("main")
    seat(page, unit="澜城市12345热线中心", role="督办员")
    assert "按管、办、督分离不能再任「督」侧的督办员" in page.inner_text("main")
    desk.look("sides-mixed")

    page = desk.sit("li.xiaoming", OWN)
    assert "灯塔街道办事处" in page.inner_text("header")


def test_a_unit_is_merged_into_another(desk: Desk, tmp_path: Path) -> None:
    page = desk.sit("xitong")
    table = tmp_path / "units.csv"
    table.write_text("编码,名称,类型,层级,启用\nold-1,市市容管理局,委办局,市,是\nold-2,市市政管理局,委办局,市,否\n")
    desk.go("/units/import/")
    page.set_input_files("[name=file]", table)
    desk.send()
    for name, link, words in (
        ("市市政管理局", "填写承接单位", "市市容管理局"),
        ("市市容管理局", "停用单位", "市城市管理局"),
    ):
        desk.go(f"/units/?q={name}")
        page.click(f"main a >> text={name}")
        page.wait_for_selector(f"main a >> text={link}")
        page.click(f"a >> text={link}")
        page.wait_for_selector("[name=successor]")
        desk.send(successor="没有的局")
        desk.look(f"successor-refused-{len(link)}")
        desk.send(successor=words)
        assert "已并入" in page.inner_text("main")
    desk.go("/units/?q=市市政管理局")
    page.click("main a >> text=市市政管理局")
    page.wait_for_selector("text=后又并入")
    desk.look("unit-merged")
    page.click("main dd a >> text=市城市管理局")
    page.wait_for_selector("text=承接的单位")
    desk.look("unit-taken-over")


def test_a_duty_list_is_uploaded_compared_and_published(desk: Desk, tmp_path: Path) -> None:
    table = tmp_path / "duties.csv"
    page = desk.sit("xitong")
    desk.go("/duties/new/")
    table.write_text(DUTIES.replace("zj", "nobody"))
    page.set_input_files("[name=file]", table)
    desk.send()
    assert "第 3 行：没有编码为「nobody」的单位" in page.inner_text("main")
    desk.look("duties-faulty")
    table.write_text(DUTIES)
    page.set_input_files("[name=file]", table)
    desk.send()
    desk.look("duties-preview")
    desk.send(note="按机构改革调整")
    assert page.url.endswith("/duties/")
    assert "按机构改革调整" in page.inner_text("main")


def test_a_policy_is_compared_and_published_for_later(desk: Desk) -> None:
    page = desk.sit("xitong")
    desk.go("/policy/new/")
    desk.send(profile="beijing")
    desk.look("policy-preview")
    desk.send(note="试用", effective_from="2099-01-01T00:00")
    assert page.url.endswith("/policy/")
    assert "尚未生效" not in page.inner_text("main")
    desk.go("/policy/?version=2")
    assert "尚未生效" in page.inner_text("main")


@pytest.mark.parametrize("who", ["xitong", "anquan", "jiedao"])
def test_every_list_fits_a_desk_and_a_phone(desk: Desk, who: str) -> None:
    desk.sit(who)
    pages = ["units", "units/coverage", "matters", "duties", "duties/responsibility", "policy", "policy/calendar"]
    pages += ["people"] if who != "jiedao" else []
    pages += ["people/new", "units/import", "matters/new", "policy/new"] if who == "xitong" else []
    pages += ["people/second-factor"] if who == "anquan" else []
    for name in pages:
        assert desk.go(f"/{name}/") == 200, name
        desk.look(f"{who}-{name.replace('/', '-')}")


def test_a_text_is_erased_by_two_who_do_not_read_it(desk: Desk) -> None:
    desk.sit("shouli")
    desk.go("/register/")
    desk.send(
        phone="0460-10000097",
        name="示例辛",
        original="槐树社区三号楼二单元，家中老人的病历被贴在楼道里。",
        kind="complaint",
        route="awaiting_dispatch",
    )
    number = desk.page.url.rstrip("/").rsplit("/", 1)[-1]
    desk.sit("anquan")
    desk.go(f"/erasures/new/?number={number}")
    desk.look("erasure-ask")
    assert "病历" not in desk.page.content()
    desk.send(text="1-original", legal_basis="个人信息保护法第四十七条，删除申请书第 5 号")
    desk.look("erasure-list-asked")

    desk.sit("shenji")
    desk.go("/erasures/")
    desk.page.click("main a.btn >> text=复核")
    desk.look("erasure-settle")
    desk.send(decision="approve")
    desk.look("erasure-list-settled")
    assert "病历" not in desk.page.content()
    desk.sit("shouli")
    desk.go(f"/orders/{number}/")
    desk.look("order-erased")
    assert "（已依法删除）" in desk.page.inner_text("main")
