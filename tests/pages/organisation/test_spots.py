"""点位名录: roads, estates and landmarks come in as a table, and texts are read by them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from huying.domain.actors import Actor, Role
from huying.domain.errors import NotAllowed
from huying.foundation.commit import one_row
from huying.language.reading import PlaceRead, reading
from huying.language.tables import Row, open_table, write_table
from huying.organisation.actions.import_spots import import_spots
from huying.organisation.actions.put_spot import SpotInvalid, put_spot
from huying.organisation.actions.remove_spot import remove_spot
from huying.organisation.choices import SpotKind
from huying.organisation.models import Spot
from huying.organisation.queries.gazetteer import gazetteer_of, places_answered
from huying.organisation.queries.spots import SPOT_COLUMNS, SpotNotFound, spot_table, spots
from tests.browse import browser
from tests.cast import MONDAY, Cast, create_cast
from tests.factories.organisation import create_actor, create_region, create_unit

pytestmark = pytest.mark.django_db


def keeper(cast: Cast) -> Actor:
    return create_actor(unit=cast.hotline, role=Role.SYSTEM_ADMIN)


def put(cast: Cast, name: str, *aliases: str, kind: SpotKind = SpotKind.ESTATE, code: str = "") -> bool:
    code = code or cast.region_street.code
    return put_spot(region_code=code, kind=kind, name=name, aliases=aliases, actor=keeper(cast))[1]


def read(cast: Cast, text: str) -> tuple[PlaceRead, ...]:
    return reading(text, at=MONDAY, gazetteer=gazetteer_of(centre_id=cast.centre.pk)).places


def test_only_the_administrator_keeps_the_spots_and_a_second_time_changes_the_aliases() -> None:
    cast = create_cast()
    assert put(cast, "海棠花园", "海棠", "海棠花园", " ")
    assert Spot.objects.get().aliases == ["海棠"]
    assert not put(cast, "海棠花园", "海棠")
    assert put(cast, "海棠花园", "老海棠")
    given: dict[str, Any] = {"region_code": cast.region_street.code, "kind": SpotKind.ROAD, "name": "海棠路"}
    with pytest.raises(NotAllowed), one_row():
        put_spot(**given, actor=cast.reviewer)
    for refused in ({"name": "路"}, {"aliases": ["某" * 61]}, {"region_code": "无"}):
        with pytest.raises(SpotInvalid), one_row():
            put_spot(**given | refused, actor=keeper(cast))
    spot = Spot.objects.get()
    with pytest.raises(NotAllowed), one_row():
        remove_spot(spot_id=spot.pk, actor=cast.reviewer)
    elsewhere = replace(keeper(cast), centre_id=cast.stranger.centre_id)
    with pytest.raises(SpotNotFound), one_row():
        remove_spot(spot_id=spot.pk, actor=elsewhere)
    remove_spot(spot_id=spot.pk, actor=keeper(cast))
    assert spots(actor=cast.operator) == ()


def test_an_exported_table_is_read_back_and_faulty_rows_are_named(tmp_path: Path) -> None:
    cast = create_cast()
    put(cast, "海棠花园", "海棠", "老海棠")
    rows = list(spot_table(actor=cast.operator))
    code, path = cast.region_street.code, tmp_path / "spots.csv"
    assert rows == [SPOT_COLUMNS, (code, "临江区桥头街道", "小区、楼宇", "海棠花园", "海棠、老海棠")]
    more = [(code, "", "道路", "海棠路", ""), (code, "", "河流", "海棠河", ""), ("无", "", "road", "海棠路", "")]
    more.append((code, "", "道路", " ", "老海棠"))
    write_table([*rows, *more], path)
    table = open_table(path)
    done = import_spots(columns=table.columns, rows=table.rows(), actor=keeper(cast))
    assert (done.read, done.created, done.changed, done.unchanged) == (5, 1, 0, 1)
    assert [said for _, said in done.refused] == [
        "类别「河流」不认识，请从「道路」「小区、楼宇」「地标、场所」中选一项。",
        "没有编码为「无」的地点，请核对。",
        "没有填写名称，请填写。",
    ]
    with pytest.raises(SpotInvalid), one_row():
        import_spots(columns=["名称"], rows=[], actor=keeper(cast))
    with pytest.raises(NotAllowed), one_row():
        import_spots(columns=table.columns, rows=[], actor=cast.operator)


def test_everybody_looks_spots_up_and_the_administrator_uploads_and_removes_them() -> None:
    cast = create_cast()
    text = f"地点编码,类别,名称,别名\n{cast.region_street.code},estate,海棠花园,老海棠\n"
    with browser(keeper(cast), at=MONDAY) as client:
        assert client.get(reverse("import_spots")).status_code == 200
        sent = client.post(reverse("import_spots"), {"file": SimpleUploadedFile("t.csv", text.encode())})
        listed = client.get(reverse("spots")).content.decode()
        exported = client.get(reverse("export_spots")).content.decode()
    assert "新建" in sent.content.decode()
    assert "确认删除" in listed
    assert "海棠花园,老海棠" in exported
    with browser(cast.operator, at=MONDAY) as client:
        found = client.get(reverse("spots"), {"q": "老海棠"}).content.decode()
        nothing = client.get(reverse("spots"), {"q": "月季"}).content.decode()
        assert client.get(reverse("import_spots")).status_code == 403
    assert "临江区桥头街道" in found
    assert "确认删除" not in found
    assert "没有符合条件的点位" in nothing
    with browser(keeper(cast), at=MONDAY) as client:
        client.post(reverse("remove_spot", kwargs={"spot_id": Spot.objects.get().pk}))
    assert not Spot.objects.exists()


def test_a_text_is_read_by_regions_and_spots_and_the_street_answers() -> None:
    cast = create_cast()
    put(cast, "海棠花园", "老海棠")
    community = create_region(centre=cast.centre, name="河畔社区", level="community", parent=cast.region_street)
    put(cast, "月季路", kind=SpotKind.ROAD, code=community.code)
    places = read(cast, "老海棠3栋停水，月季路积水，临江区也下雨，玫瑰路没有")
    answers = places_answered(places=places, centre_id=cast.centre.pk)
    assert [(one.words, one.path_text, one.unit_name) for one in answers] == [
        ("老海棠3栋", "临江区桥头街道", "桥头街道办事处"),
        ("月季路", "临江区桥头街道河畔社区", "桥头街道办事处"),
        ("临江区", "临江区", "临江区人民政府"),
        ("玫瑰路", "", ""),
    ]


def test_a_spot_that_was_put_in_or_taken_away_is_known_at_once(django_capture_on_commit_callbacks: Any) -> None:
    cast = create_cast()
    assert not any(place.chain for place in read(cast, "老海棠停水"))
    row = Row(line=2, cells=(cast.region_street.code, "小区、楼宇", "海棠花园", "老海棠"))
    with django_capture_on_commit_callbacks(execute=True):
        import_spots(columns=("地点编码", "类别", "名称", "别名"), rows=[row], actor=keeper(cast))
    assert read(cast, "老海棠停水")[0].chain
    with django_capture_on_commit_callbacks(execute=True):
        remove_spot(spot_id=Spot.objects.get().pk, actor=keeper(cast))
    assert not any(place.chain for place in read(cast, "老海棠停水"))


def test_a_name_in_two_districts_is_told_for_both_unless_the_district_is_said() -> None:
    cast = create_cast()
    other = create_region(centre=cast.centre, name="望海区", level="district")
    create_unit(centre=cast.centre, name="望海区人民政府", kind="government", level="district", region=other)
    put(cast, "阳光公寓")
    put(cast, "阳光公寓", code=other.code)
    (open_one,) = places_answered(places=read(cast, "阳光公寓停电"), centre_id=cast.centre.pk)
    assert (open_one.chain, open_one.unit_name) == ((), "")
    assert set(open_one.may_be) == {"临江区桥头街道", "望海区"}
    told = places_answered(places=read(cast, "望海区阳光公寓停电"), centre_id=cast.centre.pk)
    assert [(one.unit_name, one.may_be) for one in told] == [("望海区人民政府", ())]
