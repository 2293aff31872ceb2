"""The matter tree and the duty list as everybody reads them."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from huying.domain.actors import SIDES, Actor, Role
from huying.organisation.models import Centre
from tests.browse import browser
from tests.cast import MONDAY, Cast, create_cast
from tests.factories.organisation import create_actor, create_centre, create_unit
from tests.pages.catalogue.test_publishing_pages import TREE, carried, duties_of, post, publish, table

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    cast = create_cast()
    keeper = create_actor(unit=cast.hotline, role=Role.SYSTEM_ADMIN)
    publish(keeper, "new_matters", TREE)
    publish(keeper, "new_duties", duties_of(cast))
    return cast


def read(actor: Actor, route: str, **asked: str) -> Any:
    with browser(actor, at=MONDAY) as client:
        return client.get(reverse(route), asked)


def said(answer: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


@pytest.mark.parametrize("route", ["matters", "duties", "responsibility", "export_matters", "export_duties"])
def test_both_lists_are_open_to_everybody(cast: Cast, route: str) -> None:
    for role in SIDES:
        assert read(create_actor(unit=cast.hotline, role=role), route).status_code == 200, role


def test_the_tree_shows_its_version_and_three_levels(cast: Cast) -> None:
    page = said(read(cast.clerk, "matters"))
    assert re.search(r"第 1 版 现行.*2026-03-02 09:00.*一级 2 · 二级 1 · 三级 1", page)
    assert re.search(r"城乡建设 03 2 项 市容市貌 0303 1 项 市容环卫 030301", page)
    assert "发布新版本" not in page


def test_the_duty_list_shows_who_leads_assists_and_why(cast: Cast) -> None:
    page = said(read(cast.clerk, "duties"))
    assert re.search(
        r"城乡建设 › 市容市貌 0303 所有地点 市城市管理局 桥头街道办事处 城市市容条例第五条 场景化指引 先看是否占道",
        page,
    )
    assert re.search(r"所有事项 临江区桥头街道 所在地街道（乡镇） 街道办事处条例第十条", page)


def test_duties_are_found_by_matter_place_unit_and_basis(cast: Cast) -> None:
    for words in ("市容市貌", "0303", "城市管理局", "桥头街道办事处", "城市市容条例"):
        page = said(read(cast.clerk, "duties", q=words))
        assert "市城市管理局" in page, words
        assert "所有事项" not in page, words
    assert "没有符合条件的职责" in said(read(cast.clerk, "duties", q="查无此事"))


def test_the_matrix_says_what_each_unit_leads_and_assists_in(cast: Cast) -> None:
    page = said(read(cast.clerk, "responsibility"))
    assert re.search(r"市城市管理局 1 0 主办 1 项 城乡建设 › 市容市貌", page)
    assert re.search(r"桥头街道办事处 0 1 协办 1 项 城乡建设 › 市容市貌", page)


@pytest.mark.parametrize(("export", "new"), [("export_matters", "new_matters"), ("export_duties", "new_duties")])
def test_what_is_exported_is_compared_without_a_difference(cast: Cast, export: str, new: str) -> None:
    body = read(cast.clerk, export).content
    keeper = create_actor(unit=cast.hotline, role=Role.SYSTEM_ADMIN)
    with browser(keeper, at=MONDAY) as client:
        preview = client.post(reverse(new), {"file": SimpleUploadedFile("list.csv", body)})
    assert "新增 0 处，删除 0 处，修改 0 处" in said(preview)


def test_a_centre_reads_the_list_of_the_centre_above_until_it_has_its_own(cast: Cast) -> None:
    below: Centre = create_centre(name="临江区", level="district", parent=cast.centre)
    clerk = create_actor(unit=create_unit(centre=below, name="临江区热线", kind="hotline"), role=Role.OPERATOR)
    page = said(read(clerk, "matters"))
    assert "第 1 版（海城市发布，本中心沿用）" in page
    assert "城乡建设" in page


def test_another_centre_s_list_is_not_shown(cast: Cast) -> None:
    assert "还没有生效的事项分类" in said(read(cast.stranger, "matters"))
    assert read(cast.stranger, "matters", version="1").status_code == 404
    assert read(cast.stranger, "export_duties").status_code == 404


def test_a_version_to_come_is_marked_so(cast: Cast) -> None:
    keeper = create_actor(unit=cast.hotline, role=Role.SYSTEM_ADMIN)
    draft = carried(post(keeper, "new_matters", table("编码,名称,上级编码\n09,民政,\n")))
    post(keeper, "new_matters", draft | {"note": "下月起", "effective_from": "2026-04-01T00:00"})
    assert "城乡建设" in said(read(cast.clerk, "matters"))
    later = said(read(cast.clerk, "matters", version="2"))
    assert "第 2 版 尚未生效" in later
    assert "民政" in later
