"""Who should lead, and the names found in a text."""

from __future__ import annotations

import time
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from huying.domain.routing import (
    GROUND_LABELS,
    PLACE_LEVEL_LABELS,
    Duty,
    Ground,
    NameIndex,
    Place,
    PlaceLevel,
    Suggestion,
    reason_with_name,
    suggest,
)

BUREAU, OTHER_BUREAU, STREET_UNIT, DISTRICT_UNIT, COMMUNITY_UNIT = 1, 2, 3, 4, 5
COMMUNITY = Place(id=10, name="长乐社区", level=PlaceLevel.COMMUNITY, unit_id=COMMUNITY_UNIT)
STREET = Place(id=11, name="和平街道", level=PlaceLevel.STREET, unit_id=STREET_UNIT)
DISTRICT = Place(id=12, name="东湖区", level=PlaceLevel.DISTRICT, unit_id=DISTRICT_UNIT)
CITY = Place(id=13, name="呼应市", level=PlaceLevel.CITY, unit_id=6)
CHAIN = (COMMUNITY, STREET, DISTRICT, CITY)
NOISE = ("040201", "0402", "04")


def duty(**changes: object) -> Duty:
    plain = Duty(
        id=1,
        matter_code="040201",
        place_id=None,
        lead_unit_id=BUREAU,
        lead_by_place=False,
        assist_unit_ids=(),
        legal_basis="《噪声污染防治法》",
        scenario_card="先问清时段",
    )
    return replace(plain, **changes)  # type: ignore[arg-type]  # a row of the tests' tables


LEAF = duty()
BRANCH = duty(id=2, matter_code="0402", lead_unit_id=OTHER_BUREAU)
HERE = duty(id=3, place_id=STREET.id, lead_unit_id=OTHER_BUREAU)
IN_DISTRICT = duty(id=4, place_id=DISTRICT.id, lead_unit_id=7)
ANY_MATTER_HERE = duty(id=5, matter_code=None, place_id=STREET.id, lead_unit_id=8)
BY_PLACE = duty(id=6, lead_unit_id=None, lead_by_place=True)
ELSEWHERE = duty(id=7, place_id=99, lead_unit_id=9)
OTHER_MATTER = duty(id=8, matter_code="0101", lead_unit_id=9)
TO_COMMUNITY = duty(id=9, lead_unit_id=COMMUNITY_UNIT)


@pytest.mark.parametrize(
    ("duties", "chain", "lead", "ground", "duty_id"),
    [
        ([LEAF], CHAIN, BUREAU, Ground.DUTY, 1),
        # the nearest matter
        ([BRANCH, LEAF], CHAIN, BUREAU, Ground.DUTY, 1),
        ([BRANCH], CHAIN, OTHER_BUREAU, Ground.DUTY, 2),
        # of the same matter, the nearest place
        ([LEAF, IN_DISTRICT, HERE], CHAIN, OTHER_BUREAU, Ground.DUTY, 3),
        ([LEAF, IN_DISTRICT], CHAIN, 7, Ground.DUTY, 4),
        # 先属责、后属地: a matter of the whole city before a line for this place alone
        ([ANY_MATTER_HERE, BRANCH], CHAIN, OTHER_BUREAU, Ground.DUTY, 2),
        ([ANY_MATTER_HERE], CHAIN, 8, Ground.DUTY, 5),
        # lines that do not fit
        ([ELSEWHERE, OTHER_MATTER], CHAIN, STREET_UNIT, Ground.PLACE, None),
        # the same line twice: the lower id, whatever the order
        ([duty(id=20, lead_unit_id=9), LEAF], CHAIN, BUREAU, Ground.DUTY, 1),
        ([LEAF, duty(id=20, lead_unit_id=9)], CHAIN, BUREAU, Ground.DUTY, 1),
        # the list leaves it to the street
        ([BY_PLACE], CHAIN, STREET_UNIT, Ground.DUTY_AT_PLACE, 6),
        ([BY_PLACE], (DISTRICT, CITY), DISTRICT_UNIT, Ground.DISTRICT, 6),
        ([BY_PLACE], (), None, Ground.NONE, 6),
        # nothing in the list: straight to the street, else the district, else a person
        ([], CHAIN, STREET_UNIT, Ground.PLACE, None),
        ([], (STREET,), STREET_UNIT, Ground.PLACE, None),
        ([], (DISTRICT, CITY), DISTRICT_UNIT, Ground.DISTRICT, None),
        ([], (replace(STREET, unit_id=None), DISTRICT), DISTRICT_UNIT, Ground.DISTRICT, None),
        ([], (CITY,), None, Ground.NONE, None),
        ([], (), None, Ground.NONE, None),
        # a duty that needs no place
        ([LEAF], (), BUREAU, Ground.DUTY, 1),
        # 社区不作主办
        ([TO_COMMUNITY], CHAIN, STREET_UNIT, Ground.DUTY_AT_PLACE, 9),
        ([], (COMMUNITY,), None, Ground.NONE, None),
        # a community of a street that has no unit of its own
        (
            [duty(lead_unit_id=STREET_UNIT)],
            (replace(COMMUNITY, unit_id=STREET_UNIT), STREET),
            STREET_UNIT,
            Ground.DUTY,
            1,
        ),
    ],
)
def test_the_lead_that_is_suggested(
    duties: list[Duty], chain: tuple[Place, ...], lead: int | None, ground: Ground, duty_id: int | None
) -> None:
    found = suggest(matter_path=NOISE, place_chain=chain, duties=duties)
    assert (found.lead_unit_id, found.ground, found.duty_id) == (lead, ground, duty_id)
    assert found.reason.endswith("。")
    assert found.reason.count("。") == 1


def test_an_unknown_matter_still_goes_to_the_street() -> None:
    found = suggest(matter_path=(), place_chain=CHAIN, duties=[LEAF])
    assert (found.lead_unit_id, found.ground) == (STREET_UNIT, Ground.PLACE)
    assert found.reason == "还没有确定事项，先按属地管理直派街道（乡镇），诉求地点在「和平街道」。"
    assert "还没有确定事项" in suggest(matter_path=(), place_chain=(DISTRICT,), duties=[LEAF]).reason
    assert "请补充事项和地点" in suggest(matter_path=(), place_chain=(), duties=[LEAF]).reason


def test_a_matter_that_the_list_does_not_know_is_said_to_be_one() -> None:
    assert "派单目录没有对应事项" in suggest(matter_path=NOISE, place_chain=CHAIN, duties=[OTHER_MATTER]).reason


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (LEAF, "先属责：派单目录明确了事项「噪声（040201）」的主办单位。"),
        (BRANCH, "先属责：派单目录只到「污染防治（0402）」一级，明确了这一级的主办单位，请核对。"),
        (ANY_MATTER_HERE, "先属责：派单目录明确了该地点的诉求的主办单位。"),
        (BY_PLACE, "派单目录规定由属地主办，诉求地点在「和平街道」。"),
        (
            replace(BY_PLACE, matter_code="04"),
            "派单目录只到「04」一级，规定由属地主办（请核对），诉求地点在「和平街道」。",
        ),
    ],
)
def test_the_reason_names_the_line_and_says_where_it_is_coarser_than_the_matter(line: Duty, reason: str) -> None:
    found = suggest(matter_path=NOISE, place_chain=CHAIN, duties=[line])
    assert reason_with_name(found, names={"040201": "噪声", "0402": "污染防治"}) == reason


@pytest.mark.parametrize(
    ("chain", "duties", "copies"),
    [
        (CHAIN, [], (DISTRICT_UNIT,)),
        (CHAIN, [BY_PLACE], (DISTRICT_UNIT,)),
        (CHAIN, [LEAF], ()),
        ((STREET,), [], ()),
        ((DISTRICT, CITY), [], ()),
        ((STREET, replace(DISTRICT, unit_id=None)), [], ()),
        ((STREET, replace(DISTRICT, unit_id=STREET_UNIT)), [], ()),
    ],
)
def test_the_district_gets_a_copy_of_what_goes_to_a_street(
    chain: tuple[Place, ...], duties: list[Duty], copies: tuple[int, ...]
) -> None:
    assert suggest(matter_path=NOISE, place_chain=chain, duties=duties).copy_unit_ids == copies


def test_a_suggestion_carries_its_basis_card_and_assists_without_the_lead() -> None:
    held = duty(assist_unit_ids=(OTHER_BUREAU, BUREAU, STREET_UNIT))
    assert suggest(matter_path=NOISE, place_chain=CHAIN, duties=[held]) == Suggestion(
        lead_unit_id=BUREAU,
        ground=Ground.DUTY,
        reason="先属责：派单目录明确了事项「040201」的主办单位。",
        assist_unit_ids=(OTHER_BUREAU, STREET_UNIT),
        duty_id=1,
        matter_code="040201",
        legal_basis="《噪声污染防治法》",
        scenario_card="先问清时段",
    )


INDEX = NameIndex(
    [
        ("海口市", 1),
        ("市场监管", 2),
        ("朝阳", 3),
        ("朝阳街道", 4),
        ("朝阳街道", 5),
        ("街", 6),
        ("道路设施", 7),
    ]
)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", []),
        ("街", []),
        ("没有名字", []),
        ("朝阳街道的路灯", [("朝阳街道", 0, (4, 5))]),
        ("朝阳路，朝阳", [("朝阳", 0, (3,)), ("朝阳", 4, (3,))]),
        # the longer one stands where two overlap
        ("海口市场监管局", [("市场监管", 2, (2,))]),
        ("海口市的市场监管", [("海口市", 0, (1,)), ("市场监管", 4, (2,))]),
        # of equal length the earlier: 朝阳街道 and 道路设施 share 道
        ("朝阳街道路设施", [("朝阳街道", 0, (4, 5))]),
    ],
)
def test_the_names_in_a_text(text: str, found: list[tuple[str, int, tuple[int, ...]]]) -> None:
    assert [(match.name, match.start, match.values) for match in INDEX.find(text)] == found


def test_a_shorter_name_serves_where_the_longer_one_gave_way() -> None:
    index = NameIndex([("甲乙丙丁", 1), ("丙丁戊己庚", 2), ("甲乙", 3)])
    assert [match.name for match in index.find("甲乙丙丁戊己庚")] == ["甲乙", "丙丁戊己庚"]


@settings(deadline=None)
@given(names=st.sets(st.text("甲乙丙", min_size=2, max_size=4)), text=st.text("甲乙丙丁", max_size=30))
def test_matches_are_in_the_text_apart_and_none_could_be_added(names: set[str], text: str) -> None:
    found = NameIndex((name, None) for name in names).find(text)
    assert all(text[match.start : match.end] == match.name for match in found)
    assert all(before.end <= after.start for before, after in pairwise(found))
    rest = "".join("丁" if any(m.start <= at < m.end for m in found) else sign for at, sign in enumerate(text))
    assert not [name for name in names if name in rest]


def test_looking_up_costs_little() -> None:
    index = NameIndex((chr(0x4E00 + number % 500) + chr(0x5000 + number) + "社区", number) for number in range(3000))
    text = "市民来电反映小区门口长期堆放垃圾无人清理请相关单位尽快核实处理" * 6
    began = time.process_time()
    for _ in range(500):
        index.find(text)
    # 14 thousand texts within seconds: far under a millisecond each
    assert time.process_time() - began < 0.5


def test_every_level_and_ground_has_a_label() -> None:
    assert set(PLACE_LEVEL_LABELS) == set(PlaceLevel)
    assert set(GROUND_LABELS) == set(Ground)
