"""单位表: made, changed, refused with line and reason; and given back as it was taken."""

from __future__ import annotations

from pathlib import Path

import pytest

from huying.domain.actors import Actor, Role
from huying.domain.errors import NotAllowed
from huying.language.tables import csv_lines, open_table, write_table
from huying.organisation.actions.create_unit import UnitInvalid
from huying.organisation.actions.import_units import RowsTaken, import_units
from huying.organisation.models import Unit
from huying.organisation.queries.export import UNIT_COLUMNS, unit_table
from tests.cast import MONDAY, Cast, create_cast
from tests.factories.organisation import create_actor

pytestmark = pytest.mark.django_db

HEAD = "编码,名称,类型,层级,上级编码,所管地点编码,联系人,联系电话,职责,启用"
SHORT = "编码,名称,类型,层级,启用,承接单位编码"


@pytest.fixture
def cast() -> Cast:
    return create_cast()


@pytest.fixture
def admin(cast: Cast) -> Actor:
    return create_actor(unit=cast.hotline, role=Role.SYSTEM_ADMIN, name="席系统")


def take(path: Path, admin: Actor, *rows: str, head: str = HEAD) -> RowsTaken:
    path = path / "units.csv"
    path.write_text("\n".join([head, *rows]) + "\n")
    table = open_table(path)
    return import_units(columns=table.columns, rows=table.rows(), actor=admin, at=MONDAY)


def refusals(done: RowsTaken) -> list[tuple[int, str]]:
    return [(row.line, reason) for row, reason in done.refused]


def test_units_are_made_below_those_in_earlier_rows(tmp_path: Path, cast: Cast, admin: Actor) -> None:
    done = take(
        tmp_path,
        admin,
        f"new-d,山前县人民政府,政府,区县,,{cast.region_street.parent.code if cast.region_street.parent else ''},,,,",
        "new-s,山前县石山镇政府,street,street,new-d,,,,,是",
    )
    assert (done.read, done.created, done.refused) == (2, 2, [])
    street = Unit.objects.get(code="new-s")
    assert street.parent is not None
    assert (street.parent.code, street.district) == ("new-d", street.parent)
    assert street.path == f"{street.parent.path}{street.pk}."


def test_a_known_code_is_changed_and_what_is_left_out_stays(tmp_path: Path, cast: Cast, admin: Actor) -> None:
    bureau = cast.bureau
    row = f"{bureau.code},市城市管理综合执法局,委办局,市"
    done = take(tmp_path, admin, row, head="编码,名称,类型,层级")
    assert (done.changed, done.refused) == (1, [])
    bureau.refresh_from_db()
    assert (bureau.name, bureau.is_active) == ("市城市管理综合执法局", True)
    again = take(tmp_path, admin, row, head="编码,名称,类型,层级")
    assert (again.changed, again.unchanged) == (0, 1)


def test_a_unit_that_moves_takes_its_branch_along(tmp_path: Path, cast: Cast, admin: Actor) -> None:
    done = take(
        tmp_path,
        admin,
        "new-d,山前县人民政府,政府,区县,,,,,,",
        f"{cast.street.code},{cast.street.name},街道（乡镇）,街道（乡镇）,new-d,,,,,是",
    )
    assert refusals(done) == []
    district = Unit.objects.get(code="new-d")
    cast.street.refresh_from_db()
    cast.community.refresh_from_db()
    assert cast.street.district_id == cast.community.district_id == district.pk
    assert cast.community.path == f"{district.pk}.{cast.street.pk}.{cast.community.pk}."


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("x,某局", "应有 10 列"),
        (",某局,委办局,市,,,,,,", "编码和名称都要填写"),
        ("x,某局,衙门,市,,,,,,", "类型「衙门」不认识"),
        ("x,某局,委办局,天,,,,,,", "层级「天」不认识"),
        ("x,某局,委办局,市,nobody,,,,,", "没有这个上级单位"),
        ("x,某局,委办局,市,,nowhere,,,,", "没有这个地点"),
        ("x,某局,委办局,市,,,,,,也许", "请填写是或否"),
        ("x," + "长" * 81 + ",委办局,市,,,,,,", "名称最多 80 个字"),
        ("x,市城市管理局,委办局,市,,,,,,", "与已有单位重复"),
        ("{street},桥头街道办事处,街道（乡镇）,街道（乡镇）,{community},,,,,", "自己的下级"),
        ("{street},桥头街道办事处,街道（乡镇）,网格,{district},,,,,", "不能低于它的下级单位"),
        ("{street},桥头街道办事处,街道（乡镇）,街道（乡镇）,{district},,,,,否", "还有 1 个下级单位"),
        ("x,某县,政府,市,{district},,,,,", "不能高于上级单位"),
    ],
)
def test_a_refused_row_says_why_and_leaves_the_others(
    tmp_path: Path, cast: Cast, admin: Actor, row: str, said: str
) -> None:
    codes = {name: getattr(cast, name).code for name in ("street", "community", "district")}
    before = set(Unit.objects.values_list("code", "name", "level", "path", "is_active"))
    done = take(tmp_path, admin, row.format(**codes), "y,好单位,委办局,市,,,,,,")
    ((line, reason),) = refusals(done)
    assert line == 2
    assert said in reason
    after = set(Unit.objects.exclude(code="y").values_list("code", "name", "level", "path", "is_active"))
    assert (done.created, after) == (1, before)


def test_a_table_without_a_needed_column_is_refused_whole(tmp_path: Path, admin: Actor) -> None:
    with pytest.raises(UnitInvalid, match="「类型」"):
        take(tmp_path, admin, "x,某局,市", head="编码,名称,层级")


def test_a_unit_can_be_switched_off_and_on(tmp_path: Path, cast: Cast, admin: Actor) -> None:
    rows = {word: f"z,某局,委办局,市,,,,,,{word}" for word in ("是", "否")}
    assert take(tmp_path, admin, rows["否"]).created == 1
    assert not Unit.objects.get(code="z").is_active
    assert take(tmp_path, admin, rows["是"]).changed == 1
    assert Unit.objects.get(code="z").is_active


def test_who_took_over_is_named_changed_and_left_out_by_the_table(tmp_path: Path, cast: Cast, admin: Actor) -> None:
    rows = [
        "z,某局,委办局,市,否,",
        f"z,某局,委办局,市,否,{cast.bureau.code}",
        "z,某局,委办局,市,,",
        "z,某局,委办局,市,是,",
    ]
    seen = []
    for row in rows:
        done = take(tmp_path, admin, row, head=SHORT)
        unit = Unit.objects.select_related("successor").get(code="z")
        seen.append((done.changed + done.created, unit.is_active, unit.successor))
    assert seen == [(1, False, None), (1, False, cast.bureau), (1, False, None), (1, True, None)]
    assert take(tmp_path, admin, f"y,另局,委办局,市,否,{cast.bureau.code}", head=SHORT).created == 1
    assert take(tmp_path, admin, "y,另局,委办局,市", head="编码,名称,类型,层级").unchanged == 1
    assert Unit.objects.get(code="y").successor == cast.bureau


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("z,某局,委办局,市,是,{bureau}", "只有停用的单位才有承接单位"),
        ("z,某局,委办局,市,,{bureau}", "只有停用的单位才有承接单位"),
        ("z,某局,委办局,市,否,nobody", "没有这个承接单位，请把承接单位排在前面"),
        ("z,某局,委办局,市,否,z", "没有这个承接单位"),
        ("z,某局,委办局,市,否,closed", "没有这个承接单位，或它已停用"),
    ],
)
def test_a_row_that_names_somebody_who_cannot_take_over_is_refused(
    tmp_path: Path, cast: Cast, admin: Actor, row: str, said: str
) -> None:
    done = take(tmp_path, admin, "closed,旧局,委办局,市,否,", row.format(bureau=cast.bureau.code), head=SHORT)
    assert done.created == 1
    assert said in done.refused[0][1]


@pytest.mark.parametrize("name", ["units.csv", "units.xlsx"])
def test_what_is_exported_comes_back_unchanged(tmp_path: Path, cast: Cast, admin: Actor, name: str) -> None:
    Unit.objects.filter(pk=cast.bureau.pk).update(contact_name="=1+1", contact_phone="+86 898 0000 0000")
    take(tmp_path, admin, f"z,某局,委办局,市,否,{cast.bureau.code}", head=SHORT)
    write_table(unit_table(actor=admin), tmp_path / name)
    table = open_table(tmp_path / name)
    assert table.columns == UNIT_COLUMNS
    done = import_units(columns=table.columns, rows=table.rows(), actor=admin, at=MONDAY)
    assert (done.read, done.unchanged) == (Unit.objects.filter(centre=cast.centre).count(), done.read)


def test_no_exported_cell_acts_as_a_formula(cast: Cast, admin: Actor) -> None:
    Unit.objects.filter(pk=cast.bureau.pk).update(contact_name="=1+1")
    assert any("'=1+1" in line for line in csv_lines(unit_table(actor=admin)))


def test_a_table_holds_no_unit_of_another_centre(cast: Cast, admin: Actor) -> None:
    codes = {row[0] for row in unit_table(actor=admin)}
    assert not codes & set(Unit.objects.exclude(centre=cast.centre).values_list("code", flat=True))


def test_only_the_system_administrator_takes_and_gives_units(tmp_path: Path, cast: Cast) -> None:
    for actor in (cast.operator, cast.clerk, cast.leader, cast.auditor):
        with pytest.raises(NotAllowed):
            take(tmp_path, actor)
        with pytest.raises(NotAllowed):
            list(unit_table(actor=actor))
