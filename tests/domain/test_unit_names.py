"""What a unit's name says: a table of made-up and of public names."""

from __future__ import annotations

import pytest

from huying.domain.routing import PlaceLevel
from huying.domain.unit_names import UnitGuess, guess_unit
from huying.organisation.choices import UnitKind

DISTRICTS = ("临江区", "山前县")


@pytest.mark.parametrize(
    ("name", "kind", "level", "district", "place"),
    [
        ("临江区桥头街道办", "street", PlaceLevel.STREET, "临江区", "桥头街道"),
        ("海城市临江区桥头街道办事处", "street", PlaceLevel.STREET, "临江区", "桥头街道"),
        ("山前县石山镇人民政府", "street", PlaceLevel.STREET, "山前县", "石山镇"),
        ("山前县石山镇", "street", PlaceLevel.STREET, "山前县", "石山镇"),
        ("临江区河畔社区居委会", "community", PlaceLevel.COMMUNITY, "临江区", ""),
        ("临江区人民政府", "government", PlaceLevel.DISTRICT, "临江区", ""),
        ("市政府", "government", PlaceLevel.CITY, "", ""),
        ("海城高新技术产业开发区管理委员会", "zone", PlaceLevel.CITY, "", ""),
        ("老城片区改造项目指挥部", "task_force", PlaceLevel.CITY, "", ""),
        ("海城市税务局", "vertical", PlaceLevel.CITY, "", ""),
        ("海城供电局", "utility", PlaceLevel.CITY, "", ""),
        ("海城市公共交通集团有限公司", "utility", PlaceLevel.CITY, "", ""),
        ("海城市建设投资有限公司", "state_firm", PlaceLevel.CITY, "", ""),
        ("市公安局交通警察支队", "bureau", PlaceLevel.CITY, "", ""),
        ("临江区住建局", "bureau", PlaceLevel.DISTRICT, "临江区", ""),
        ("临江区政府服务中心", "bureau", PlaceLevel.DISTRICT, "临江区", ""),
        ("外地单位", "other", PlaceLevel.CITY, "", ""),
    ],
)
def test_a_name_says_what_a_unit_is(name: str, kind: str, level: PlaceLevel, district: str, place: str) -> None:
    guess = guess_unit(name=name, city="海城市", districts=DISTRICTS)
    assert guess == UnitGuess(kind=kind, level=level, district=district, place=place)
    assert kind in UnitKind.values


def test_an_area_that_is_no_district_is_not_taken_for_one() -> None:
    assert guess_unit(name="城北片区改造办公室", city="海城市", districts=DISTRICTS).district == ""
