"""Pages of units: tree, coverage, one unit, import and export."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from huying.domain.actors import SIDES, Actor, Role
from huying.organisation.models import Unit
from huying.organisation.queries.coverage import coverage_for
from huying.records.models import AccessRecord
from tests.browse import browser
from tests.cast import MONDAY, Cast, create_cast
from tests.factories.organisation import create_actor, create_unit

pytestmark = pytest.mark.django_db

EVERYBODY = set(SIDES)
KEEPER = {Role.SYSTEM_ADMIN}
# (route, needs a unit, method, who may)
RIGHTS: list[tuple[str, bool, str, set[Role]]] = [
    ("units", False, "get", EVERYBODY),
    ("coverage", False, "get", EVERYBODY),
    ("unit", True, "get", EVERYBODY),
    ("edit_unit", True, "get", KEEPER),
    ("switch_off_unit", True, "post", KEEPER),
    ("name_successor", True, "get", KEEPER),
    ("import_units", False, "get", KEEPER),
    ("export_units_csv", False, "get", KEEPER),
    ("export_units_xlsx", False, "get", KEEPER),
]


@pytest.fixture
def cast() -> Cast:
    return create_cast()


@pytest.fixture
def keeper(cast: Cast) -> Actor:
    return create_actor(unit=cast.hotline, role=Role.SYSTEM_ADMIN)


def open_page(actor: Actor, route: str, *, method: str = "get", data: Any = None, **kwargs: Any) -> Any:
    with browser(actor, at=MONDAY) as client:
        return getattr(client, method)(reverse(route, kwargs=kwargs), data)


def said(answer: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def upload(text: str) -> dict[str, SimpleUploadedFile]:
    return {"file": SimpleUploadedFile("units.csv", text.encode())}


def test_units_are_open_to_all_and_changed_by_the_system_administrator_alone(cast: Cast) -> None:
    for role in SIDES:
        actor = create_actor(unit=cast.hotline, role=role)
        for route, needs_unit, method, who in RIGHTS:
            kwargs = {"unit_id": cast.bureau.pk} if needs_unit else {}
            status = open_page(actor, route, method=method, **kwargs).status_code
            assert (status != 403) is (role in who), f"{role} {route}: {status}"


def test_the_tree_shows_levels_people_and_what_lies_below(cast: Cast) -> None:
    page = said(open_page(cast.clerk, "units"))
    assert re.search(r"临江区人民政府 政府 · 区县 无人在岗 下级 1", page)
    assert re.search(r"桥头街道办事处 街道（乡镇） 2 人 下级 1", page)
    assert "河畔社区" not in page
    assert "山城市" not in page


def test_communities_are_found_by_name_level_and_kind(cast: Cast) -> None:
    for given in ({"q": "河畔"}, {"unit_level": "community"}, {"unit_kind": "community"}):
        page = said(open_page(cast.operator, "units", data=given))
        assert "河畔社区" in page, given
        assert "桥头街道办事处" not in page, given


def test_a_unit_s_page_shows_who_works_there_and_what_lies_below(cast: Cast) -> None:
    page = said(open_page(cast.operator, "unit", unit_id=cast.street.pk))
    assert re.search(r"陈承办 承办员.*沈审核 承办审核员.*下级单位.*河畔社区", page)
    assert "临江区人民政府 ›" in page


def test_a_unit_of_another_centre_is_not_there(cast: Cast, keeper: Actor) -> None:
    for route in ("unit", "edit_unit", "switch_off_unit", "name_successor"):
        assert open_page(keeper, route, unit_id=cast.stranger.unit_id).status_code == 404
    assert open_page(keeper, "switch_off_unit", method="post", unit_id=cast.stranger.unit_id).status_code == 404


def test_contact_and_duties_are_edited_on_the_page(cast: Cast, keeper: Actor) -> None:
    given = {"contact_name": "值班室", "contact_phone": "0898-12345678", "duties": "街道综合执法权"}
    assert open_page(keeper, "edit_unit", method="post", data=given, unit_id=cast.street.pk).status_code == 302
    page = said(open_page(cast.operator, "unit", unit_id=cast.street.pk))
    assert all(word in page for word in given.values())


def test_a_unit_in_use_is_not_switched_off_and_the_page_says_why(cast: Cast, keeper: Actor) -> None:
    answer = open_page(keeper, "switch_off_unit", method="post", unit_id=cast.street.pk)
    assert answer.status_code == 409
    assert "「桥头街道办事处」还有 1 个下级单位" in said(answer)


def test_a_unit_is_switched_off_with_who_takes_over_and_both_pages_say_so(cast: Cast, keeper: Actor) -> None:
    old = create_unit(centre=cast.centre, name="市市容局")
    assert "没有承接单位的不填" in said(open_page(keeper, "switch_off_unit", unit_id=old.pk))
    answer = open_page(keeper, "switch_off_unit", method="post", data={"successor": "市没有的局"}, unit_id=old.pk)
    assert (answer.status_code, "本中心没有这个单位，或它已停用" in said(answer)) == (422, True)
    given = {"successor": f"{cast.bureau.code} {cast.bureau.name}"}
    assert open_page(keeper, "switch_off_unit", method="post", data=given, unit_id=old.pk).status_code == 302
    page = open_page(cast.operator, "unit", unit_id=old.pk)
    assert "承接单位 已并入 市城市管理局" in said(page)
    assert reverse("unit", kwargs={"unit_id": cast.bureau.pk}) in page.content.decode()
    assert re.search(
        r"承接的单位 1 个.*市市容局 已停用", said(open_page(cast.operator, "unit", unit_id=cast.bureau.pk))
    )


def test_who_took_over_is_named_later_and_a_chain_is_told(cast: Cast, keeper: Actor) -> None:
    old, second = create_unit(centre=cast.centre, name="市市容局"), create_unit(centre=cast.centre, name="市城建局")
    for unit, words in ((old, second.name), (second, "")):
        given = {"successor": words}
        assert open_page(keeper, "switch_off_unit", method="post", data=given, unit_id=unit.pk).status_code == 302
    assert "承接单位 没有承接单位" in said(open_page(keeper, "unit", unit_id=second.pk))
    given = {"successor": cast.bureau.code}
    assert open_page(keeper, "name_successor", method="post", data=given, unit_id=second.pk).status_code == 302
    assert "已并入 市城建局 （已停用），后又并入 市城市管理局" in said(open_page(keeper, "unit", unit_id=old.pk))
    page = said(open_page(keeper, "unit", unit_id=cast.bureau.pk))
    assert re.search(r"承接的单位 2 个；它们以往的工单和裁定计入本单位.*市市容局 已停用.*市城建局 已停用", page)
    form = open_page(keeper, "name_successor", unit_id=second.pk).content.decode()
    assert f'value="{cast.bureau.code} {cast.bureau.name}"' in form


def test_a_unit_in_use_has_no_successor_and_none_below_it_takes_over(cast: Cast, keeper: Actor) -> None:
    answer = open_page(keeper, "name_successor", method="post", data={"successor": ""}, unit_id=cast.bureau.pk)
    assert (answer.status_code, "单位还在使用，没有承接单位" in said(answer)) == (409, True)
    given = {"successor": cast.street.name}
    answer = open_page(keeper, "switch_off_unit", method="post", data=given, unit_id=cast.district.pk)
    assert (answer.status_code, "或它的下级单位，请另选一个" in said(answer)) == (422, True)


def test_coverage_counts_units_with_somebody_at_work(cast: Cast) -> None:
    create_unit(centre=cast.centre, name="市水务局")
    found = coverage_for(actor=cast.operator)
    lines = {(line.level_label, line.kind_label): (line.units, line.seated, line.percent) for line in found.lines}
    assert lines == {
        ("市", "委办局"): (3, 2, 66),
        ("市", "热线工作机构"): (1, 1, 100),
        ("区县", "政府"): (1, 0, 0),
        ("街道（乡镇）", "街道（乡镇）"): (1, 1, 100),
        ("社区（村）", "社区（村）"): (1, 1, 100),
    }
    assert [unit.name for unit in found.empty] == ["市水务局", "临江区人民政府"]
    page = said(open_page(cast.operator, "coverage"))
    assert "共 7 个单位，5 个已有人员在岗" in page


def test_an_imported_table_makes_what_is_good_and_lists_what_is_refused(cast: Cast, keeper: Actor) -> None:
    table = (
        "编码,名称,类型,层级,上级编码\n"
        "new1,市水务局,委办局,市,\n"
        f"new2,新街道,街道（乡镇）,街道（乡镇）,{cast.district.code}\n"
        "new3,坏单位,不知道,市,\n"
        "new4,孤儿,委办局,市,nowhere\n"
    )
    answer = open_page(keeper, "import_units", method="post", data=upload(table))
    page = said(answer)
    assert answer.status_code == 200
    assert re.search(r"读取 4 行 新建 2 个 修改 0 个 没有变化 0 个 未接受 2 行", page)
    assert re.search(r"4 new3 坏单位 类型「不知道」不认识", page)
    assert re.search(r"5 new4 孤儿 上级编码「nowhere」：没有这个上级单位", page)
    assert Unit.objects.get(code="new2").district == cast.district


def test_a_file_that_is_no_table_is_refused_in_one_sentence(cast: Cast, keeper: Actor) -> None:
    for text, sentence in (("", "空"), ("编码,名称\n1,2\n", "缺少列")):
        answer = open_page(keeper, "import_units", method="post", data=upload(text))
        assert answer.status_code == 422
        assert sentence in said(answer)


def test_what_is_exported_is_imported_without_a_change_and_leaves_a_record(cast: Cast, keeper: Actor) -> None:
    csv = open_page(keeper, "export_units_csv").content
    xlsx = open_page(keeper, "export_units_xlsx").content
    assert list(AccessRecord.objects.order_by("pk").values_list("kind", "subject")) == [
        ("export", "单位表（csv）"),
        ("export", "单位表（xlsx）"),
    ]
    for name, body in (("units.csv", csv), ("units.xlsx", xlsx)):
        page = said(open_page(keeper, "import_units", method="post", data={"file": SimpleUploadedFile(name, body)}))
        assert re.search(r"读取 6 行 新建 0 个 修改 0 个 没有变化 6 个 未接受 0 行", page), name
