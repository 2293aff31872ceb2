"""街乡赋权清单: who keeps it, where it is seen, in and out as a table."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from huying.domain.actors import Actor, Role
from huying.domain.errors import NotAllowed
from huying.foundation.commit import one_row
from huying.language.tables import open_table, write_table
from huying.organisation.actions.import_assets import import_assets
from huying.organisation.actions.put_asset import AssetInvalid, put_asset
from huying.organisation.actions.remove_asset import remove_asset
from huying.organisation.choices import AssetKind
from huying.organisation.models import Asset
from huying.organisation.queries.assets import ASSET_COLUMNS, AssetNotFound, AssetNotHere, asset_table, assets
from huying.organisation.queries.units import UnitNotFound
from tests.browse import browser
from tests.cast import MONDAY, Cast, create_cast
from tests.factories.organisation import create_actor
from tests.walk import HOUR

pytestmark = pytest.mark.django_db
AT = MONDAY + 2 * HOUR
TODAY = date(2026, 3, 2)
POWER = "占道经营行政处罚权"


def put(cast: Cast, actor: Actor, **changes: Any) -> bool:
    given: dict[str, Any] = {
        "unit_id": cast.street.pk,
        "kind": AssetKind.POWER,
        "name": POWER,
        "basis": "市政府赋权决定第三项",
        "source": "市城市管理局",
        "first_day": date(2026, 1, 1),
    }
    return put_asset(**given | changes, actor=actor)[1]


def keeper(cast: Cast) -> Actor:
    return create_actor(unit=cast.hotline, role=Role.SYSTEM_ADMIN)


def test_a_street_s_reviewer_and_the_administrator_keep_the_lines_of_a_street() -> None:
    cast = create_cast()
    assert put(cast, cast.reviewer)
    assert put(cast, keeper(cast), kind=AssetKind.FORCE, name="派驻执法队 8 人")
    for actor, unit, refusal in (
        (cast.clerk, cast.street, NotAllowed),
        (cast.bureau_clerk, cast.street, NotAllowed),
        (keeper(cast), cast.bureau, AssetNotHere),
        (cast.stranger, cast.street, UnitNotFound),
    ):
        with pytest.raises(refusal), one_row():
            put(cast, actor, unit_id=unit.pk)
    line = Asset.objects.get(name=POWER)
    with pytest.raises(NotAllowed), one_row():
        remove_asset(unit_id=cast.street.pk, asset_id=line.pk, actor=cast.clerk)
    remove_asset(unit_id=cast.street.pk, asset_id=line.pk, actor=cast.reviewer)
    with pytest.raises(AssetNotFound), one_row():
        remove_asset(unit_id=cast.street.pk, asset_id=line.pk, actor=cast.reviewer)


def test_the_same_name_changes_the_line_and_nothing_is_brought_down_without_a_basis() -> None:
    cast = create_cast()
    put(cast, cast.reviewer)
    assert not put(cast, cast.reviewer)
    assert put(cast, cast.reviewer, last_day=date(2026, 2, 28))
    assert Asset.objects.get().last_day == date(2026, 2, 28)
    with pytest.raises(AssetInvalid) as refused, one_row():
        put(cast, cast.reviewer, basis=" ", source="某" * 81, last_day=date(2025, 12, 31))
    assert list(refused.value.fields) == ["basis", "source", "last_day"]


def test_the_unit_s_page_shows_what_holds_today_and_the_catalogue_all() -> None:
    cast = create_cast()
    put(cast, cast.reviewer)
    put(cast, cast.reviewer, name="夜间施工检查权", last_day=date(2026, 3, 1))
    put(cast, cast.reviewer, name="燃气检查权", first_day=date(2026, 4, 1))
    with browser(cast.clerk, at=AT) as client:
        page = client.get(reverse("unit", kwargs={"unit_id": cast.street.pk})).content.decode()
        catalogue = client.get(reverse("assets")).content.decode()
        found = client.get(reverse("assets"), {"q": "燃气"}).content.decode()
        refused = client.get(reverse("unit_assets", kwargs={"unit_id": cast.street.pk})).status_code
    assert POWER in page
    assert "夜间施工检查权" not in page
    assert "燃气检查权" not in page
    assert "登记赋权与资源" not in page
    assert all(word in catalogue for word in (POWER, "夜间施工检查权", "已结束", "未开始", "执行中"))
    assert POWER not in found
    assert refused == 403
    assert assets(actor=cast.stranger, on=TODAY) == ()


def test_a_reviewer_fills_the_form_changes_a_line_and_is_told_what_is_missing() -> None:
    cast = create_cast()
    url = reverse("unit_assets", kwargs={"unit_id": cast.street.pk})
    given = {
        "kind": "resource",
        "name": "社区公共服务经费",
        "basis": "财政文件",
        "source": "",
        "first_day": "2026-03-01",
    }
    with browser(cast.reviewer, at=AT) as client:
        assert client.post(url, given | {"basis": ""}).status_code == 422
        assert client.post(url, given, follow=True).status_code == 200
        line = Asset.objects.get()
        form = client.get(url, {"line": line.pk}).content.decode()
        assert 'value="社区公共服务经费"' in form
        assert 'value="2026-03-01"' in form
        client.post(url, given | {"last_day": "2026-12-31"})
        line.refresh_from_db()
        assert line.last_day == date(2026, 12, 31)
        client.post(reverse("remove_asset", kwargs={"unit_id": cast.street.pk, "asset_id": line.pk}))
    assert not Asset.objects.exists()


def test_an_exported_table_is_read_back_and_faulty_rows_are_named(tmp_path: Path) -> None:
    cast = create_cast()
    admin = keeper(cast)
    put(cast, cast.reviewer)
    rows = list(asset_table(actor=admin, on=TODAY))
    assert rows[0] == ASSET_COLUMNS
    path = tmp_path / "powers.csv"
    code = cast.street.code
    more = [
        (code, "", "下沉力量", "派驻执法队", "编办文件", "城管局", "2026-02-01", "2026-12-31"),
        ("nobody", "", "下沉力量", "派驻执法队", "编办文件", "", "2026-02-01", ""),
        (code, "", "下沉力量", "派驻警力", "公安文件", "", "二月", ""),
        (code, "", "别的", "派驻警力", "公安文件", "", "2026-02-01", ""),
        (cast.bureau.code, "", "power", "处罚权", "文件", "", "2026-02-01", ""),
    ]
    write_table([*rows, *more], path)
    table = open_table(path)
    done = import_assets(columns=table.columns, rows=table.rows(), actor=admin)
    assert (done.read, done.created, done.changed, done.unchanged) == (6, 1, 0, 1)
    assert [said[:4] for _, said in done.refused] == ["没有编码", "日期「二", "类别「别", "只有街道"]
    with pytest.raises(AssetInvalid), one_row():
        import_assets(columns=["名称"], rows=[], actor=admin)
    with pytest.raises(NotAllowed), one_row():
        import_assets(columns=table.columns, rows=[], actor=cast.reviewer)


def test_an_administrator_uploads_the_table_on_its_page() -> None:
    cast = create_cast()
    admin = keeper(cast)
    text = f"单位编码,类别,名称,依据,起\n{cast.street.code},赋权事项,{POWER},决定,2026-01-01\n"
    with browser(admin, at=AT) as client:
        assert client.get(reverse("import_assets")).status_code == 200
        sent = client.post(reverse("import_assets"), {"file": SimpleUploadedFile("t.csv", text.encode())})
        exported = client.get(reverse("export_assets")).content.decode()
    assert "新建" in sent.content.decode()
    assert f"{cast.street.code},{cast.street.name},赋权事项,{POWER},决定,,2026-01-01," in exported
