"""Publishing in two steps: what is refused, what is carried, what is never lost."""

from __future__ import annotations

import html
import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from huying.catalogue.choices import CatalogueKind
from huying.catalogue.models import CatalogueVersion, Duty, Matter
from huying.domain.actors import SIDES, Actor, Role
from tests.browse import browser
from tests.cast import MONDAY, Cast, create_cast
from tests.factories.organisation import create_actor

pytestmark = pytest.mark.django_db

TREE = "编码,名称,上级编码\n03,城乡建设,\n0303,市容市貌,03\n030301,市容环卫,0303\n04,自然资源,\n"


@pytest.fixture
def cast() -> Cast:
    return create_cast()


@pytest.fixture
def keeper(cast: Cast) -> Actor:
    return create_actor(unit=cast.hotline, role=Role.SYSTEM_ADMIN)


def post(actor: Actor, route: str, data: Any) -> Any:
    with browser(actor, at=MONDAY) as client:
        return client.post(reverse(route), data)


def table(text: str) -> dict[str, SimpleUploadedFile]:
    return {"file": SimpleUploadedFile("list.csv", text.encode())}


def said(answer: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def carried(answer: Any) -> dict[str, str]:
    fields = re.findall(r'<input type="hidden" name="(draft|after)" value="([^"]*)"', answer.content.decode())
    return {name: html.unescape(value) for name, value in fields}


def publish(actor: Actor, route: str, text: str, *, note: str = "第一版") -> Any:
    return post(actor, route, carried(post(actor, route, table(text))) | {"note": note})


def duties_of(cast: Cast) -> str:
    return (
        "事项编码,地点编码,主办单位编码,属地主办,协办单位编码,法律依据,场景化指引\n"
        f"0303,,{cast.bureau.code},,{cast.street.code},城市市容条例第五条,先看是否占道。\n"
        f",{cast.region_street.code},,是,,街道办事处条例第十条,\n"
    )


@pytest.mark.parametrize("route", ["new_matters", "new_duties"])
def test_only_the_system_administrator_publishes(cast: Cast, route: str) -> None:
    for role in SIDES:
        actor = create_actor(unit=cast.hotline, role=role)
        with browser(actor, at=MONDAY) as client:
            assert (client.get(reverse(route)).status_code == 200) is (role is Role.SYSTEM_ADMIN), role


def test_a_tree_is_compared_then_published(cast: Cast, keeper: Actor) -> None:
    preview = post(keeper, "new_matters", table(TREE))
    assert "新版本共 4 行：新增 4 处，删除 0 处，修改 0 处" in said(preview)
    assert not CatalogueVersion.objects.exists()
    assert publish(keeper, "new_matters", TREE).status_code == 302
    version = CatalogueVersion.objects.get()
    assert (version.number, version.note, version.effective_from) == (1, "第一版", MONDAY)
    assert list(Matter.objects.order_by("code").values_list("code", "level", "top_code")) == [
        ("03", 1, "03"),
        ("0303", 2, "03"),
        ("030301", 3, "03"),
        ("04", 1, "04"),
    ]


def test_the_preview_names_what_is_added_removed_and_changed(cast: Cast, keeper: Actor) -> None:
    publish(keeper, "new_matters", TREE)
    changed = TREE.replace("市容环卫", "环境卫生").replace("04,自然资源,\n", "05,交通运输,\n")
    preview = said(post(keeper, "new_matters", table(changed)))
    assert "新增 1 处，删除 1 处，修改 1 处" in preview
    assert re.search(r"修改 030301 市容环卫.* 环境卫生", preview)


def test_description_and_keywords_are_carried_compared_shown_and_exported(cast: Cast, keeper: Actor) -> None:
    told = "编码,名称,上级编码,说明,关键词\n03,城乡建设,,,\n0303,市容市貌,03,街面和垃圾,垃圾;城管\n"
    preview = post(keeper, "new_matters", table(told))
    assert "市容市貌（上级：城乡建设）；说明：街面和垃圾；关键词：垃圾、城管" in said(preview)
    assert post(keeper, "new_matters", carried(preview) | {"note": "加说明"}).status_code == 302
    with browser(keeper, at=MONDAY) as client:
        assert "街面和垃圾；关键词：垃圾、城管" in client.get(reverse("matters")).content.decode()
        exported = client.get(reverse("export_matters")).content.decode()
    assert "0303,市容市貌,03,街面和垃圾,垃圾、城管" in exported
    assert "新增 0 处，删除 0 处，修改 0 处" in said(post(keeper, "new_matters", table(exported)))


def test_a_forgotten_note_loses_nothing_of_the_preview(cast: Cast, keeper: Actor) -> None:
    first = carried(post(keeper, "new_matters", table(TREE)))
    refused = post(keeper, "new_matters", first | {"note": "", "effective_from": "2026-05-01T00:00"})
    assert refused.status_code == 422
    assert carried(refused) == first
    assert 'value="2026-05-01T00:00"' in refused.content.decode()
    assert "新增 4 处" in said(refused)


def test_a_preview_is_good_only_for_who_made_it_and_as_it_was(cast: Cast, keeper: Actor) -> None:
    draft = carried(post(keeper, "new_matters", table(TREE)))
    other = create_actor(unit=cast.hotline, role=Role.SYSTEM_ADMIN)
    for actor, sent in ((other, draft), (keeper, draft | {"draft": draft["draft"][:-2] + "xx"})):
        answer = post(actor, "new_matters", sent | {"note": "借用"})
        assert answer.status_code == 422
        assert "预览已过期" in said(answer)
    assert post(keeper, "new_duties", draft | {"note": "借用"}).status_code == 422
    assert not CatalogueVersion.objects.exists()


def test_a_version_published_meanwhile_is_shown_before_it_is_followed(cast: Cast, keeper: Actor) -> None:
    mine = carried(post(keeper, "new_matters", table(TREE)))
    other = create_actor(unit=cast.hotline, role=Role.SYSTEM_ADMIN)
    publish(other, "new_matters", "编码,名称,上级编码\n09,民政,\n", note="抢先")
    answer = post(keeper, "new_matters", mine | {"note": "我的"})
    assert answer.status_code == 409
    assert "刚才已有人发布了新版本" in said(answer)
    assert "删除 1 处" in said(answer)
    assert carried(answer) == mine | {"after": "1"}


def test_a_version_does_not_reach_back(cast: Cast, keeper: Actor) -> None:
    publish(keeper, "new_matters", TREE)
    draft = carried(post(keeper, "new_matters", table(TREE.replace("04", "05"))))
    answer = post(keeper, "new_matters", draft | {"note": "倒填", "effective_from": "2020-01-01T00:00"})
    assert answer.status_code == 422
    assert "不能早于现在" in said(answer)


def test_each_faulty_line_is_named(cast: Cast, keeper: Actor) -> None:
    publish(keeper, "new_matters", TREE)
    text = duties_of(cast) + f"9912,,{cast.bureau.code},,,依据,\n0303,,x9,,,依据,\n04,,,是,,,\n"
    answer = post(keeper, "new_duties", table(text))
    page = said(answer)
    assert answer.status_code == 422
    assert "表格有 3 处错误" in page
    for sentence in ("第 4 行：没有编码为「9912」的事项", "第 5 行：", "第 6 行：请填写法律依据"):
        assert sentence in page


@pytest.mark.parametrize(
    ("text", "sentence"),
    [("编码,上级编码\n1,\n", "表格缺少列：名称"), ("", "空"), ("编码,名称,上级编码\n1,a\n", "应有 3 列")],
)
def test_a_file_that_is_no_such_table_is_refused(keeper: Actor, text: str, sentence: str) -> None:
    answer = post(keeper, "new_matters", table(text))
    assert answer.status_code == 422
    assert sentence in said(answer)


def test_duties_are_published_with_their_assists(cast: Cast, keeper: Actor) -> None:
    publish(keeper, "new_matters", TREE)
    assert publish(keeper, "new_duties", duties_of(cast)).status_code == 302
    lead, place = Duty.objects.order_by("-matter_code")
    assert (lead.lead_unit, [one.unit for one in lead.assists.all()]) == (cast.bureau, [cast.street])
    assert (place.region, place.lead_by_place) == (cast.region_street, True)


def test_the_shipped_tree_can_be_taken_over(cast: Cast, keeper: Actor) -> None:
    preview = post(keeper, "new_matters", {"shipped": "1"})
    assert "新版本共 615 行" in said(preview)
    assert post(keeper, "new_matters", carried(preview) | {"note": "起始口径"}).status_code == 302
    assert Matter.objects.filter(version__kind=CatalogueKind.MATTERS, level=1).count() == 14
