"""A text is read for places, times, sums and names; every place of it is told in the writer's own words."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huying.language.masking import NumberKind, mask_numbers
from huying.language.reading import (
    QUESTIONS,
    AmountRead,
    Element,
    Gazetteer,
    Known,
    NameRead,
    PlaceKind,
    PlaceRead,
    Reading,
    TimeRead,
    normalise,
    reading,
)

# A Wednesday.
AT = datetime(2026, 3, 18, 10, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
CITY, RIVER, SEA, BRIDGE, LAMP, WEST, EAST = range(1, 8)
GAZETTEER = Gazetteer(
    [
        Known(kind=PlaceKind.CITY, name="澜城市", chain=(CITY,)),
        Known(kind=PlaceKind.DISTRICT, name="临江区", chain=(RIVER, CITY)),
        Known(kind=PlaceKind.DISTRICT, name="望海区", chain=(SEA, CITY)),
        Known(kind=PlaceKind.STREET, name="桥头街道", chain=(BRIDGE, RIVER, CITY)),
        Known(kind=PlaceKind.STREET, name="灯塔街道", chain=(LAMP, SEA, CITY)),
        Known(kind=PlaceKind.COMMUNITY, name="槐树社区居委会", chain=(WEST, BRIDGE, RIVER, CITY)),
        Known(kind=PlaceKind.COMMUNITY, name="槐树社区", chain=(EAST, LAMP, SEA, CITY)),
        Known(kind=PlaceKind.ROAD, name="滨河东路", chain=(BRIDGE, RIVER, CITY)),
        Known(kind=PlaceKind.LANDMARK, name="澜城市第二人民医院", chain=(LAMP, SEA, CITY), aliases=("二医院",)),
    ]
)


def read(text: str) -> Reading:
    return reading(text, at=AT, gazetteer=GAZETTEER)


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("我住在３栋１０２室，ＡＢＣ", "我住在3栋102室，ABC"),
        ("橋頭街道的路燈壞了", "桥头街道的路灯坏了"),
        ("嗯，那个，我们我们小区就是说停水了😡", "我们小区停水了"),
        ("那个小区的水管爆了", "那个小区的水管爆了"),
        ("也就是说没人管", "也就是说没人管"),
        ("妈妈天天去，我我我不去", "妈妈天天去，我不去"),
        ("停电\u200b三天", "停电三天"),
    ],
)
def test_a_transcript_becomes_plain(text: str, plain: str) -> None:
    assert normalise(text).text == plain


noisy = st.text(alphabet="嗯呃那个就是说我们小区停水了，、。 ３Ａ橋頭燈😡\u200b天1a", max_size=60)


@given(text=noisy | st.text(max_size=60))
def test_twice_plain_is_once_plain_and_every_character_knows_where_it_stood(text: str) -> None:
    normal = normalise(text)
    assert normalise(normal.text).text == normal.text
    assert list(normal.origin) == sorted(set(normal.origin))
    for character, place in zip(normal.text, normal.origin, strict=True):
        assert normalise(text[place]).text in {character, ""}


PIECES = """临江区桥头街道 槐树社区 滨河东路12号 滨河東路與海棠路交叉口 碧桂家園３栋2单元 嗯， 昨天晚上８点 每天凌晨
收了3000元 黄女士 澜城宏远物业服务有限公司 噪音很大 ， 。 😡 那个， 13800000000"""
pieces = st.sampled_from(PIECES.split())


@given(text=st.lists(pieces, max_size=8).map("".join))
def test_what_is_found_stands_where_it_is_said_to_stand(text: str) -> None:
    found = read(text)
    all_found: list[PlaceRead | TimeRead | AmountRead | NameRead] = [*found.places, *found.times, *found.amounts]
    for one in [*all_found, *found.people, *found.firms]:
        assert text[one.start : one.end] == one.words
        assert normalise(one.words).text in found.plain
    for place in found.places:
        assert all(place.start <= part.start < part.end <= place.end for part in place.parts)


@given(text=st.lists(pieces, max_size=8).map("".join))
def test_no_digits_of_a_person_are_left_when_a_text_is_masked(text: str) -> None:
    assert "13800000000" not in mask_numbers(text)
    numbers = read(text).numbers
    assert bool(numbers) == ("13800000000" in text)
    assert all(number.kind is NumberKind.PHONE for number in numbers if number.end - number.start == 11)


def chains(text: str) -> list[tuple[str, tuple[int, ...]]]:
    return [(place.words, place.chain) for place in read(text).places]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("临江区桥头街道滨河东路12号噪音大", [("临江区桥头街道滨河东路12号", (BRIDGE, RIVER, CITY))]),
        ("桥头街道办事处旁边积水", [("桥头街道办事处", (BRIDGE, RIVER, CITY))]),
        ("二医院门口堵车", [("二医院", (LAMP, SEA, CITY))]),
        ("临江的路灯坏了", [("临江", (RIVER, CITY))]),
        ("请临江区政府核实处理", []),
        ("坐22路公交到小区门口", []),
        ("路灯不亮，另外小区楼下噪声很大", []),
        ("家住海棠花园小区3栋2单元501室", [("海棠花园小区3栋2单元501室", ())]),
        ("滨河东路与海棠路交叉口有井盖破损", [("滨河东路与海棠路交叉口", (BRIDGE, RIVER, CITY))]),
        ("这条道路的路面坏了，乡镇都不管", []),
        ("临江路有人摆摊", [("临江路", ())]),
    ],
)
def test_places_are_found_with_the_regions_they_lie_in(text: str, found: list[tuple[str, tuple[int, ...]]]) -> None:
    assert chains(text) == found


def test_a_name_that_two_places_bear_is_told_by_the_district_said_elsewhere_else_both_are_told() -> None:
    (told,) = (place for place in read("我在望海区，槐树社区停水了").places if place.words == "槐树社区")
    assert told.chain == (EAST, LAMP, SEA, CITY)
    (open_one,) = read("槐树社区停水了").places
    assert open_one.chain == ()
    assert {place.chain[0] for place in open_one.candidates} == {EAST, WEST}
    (joined,) = (place for place in read("望海区停电，临江区槐树社区停水").places if "槐树" in place.words)
    assert joined.chain[0] == WEST


@pytest.mark.parametrize(
    ("text", "words", "begins"),
    [
        ("昨天晚上8点停水", "昨天晚上8点", "2026-03-17 20:00"),
        ("3月5日开始停气", "3月5日开始", "2026-03-05 00:00"),
        ("12月5日报的修", "12月5日", "2025-12-05 00:00"),
        ("去年12月5号下午三点半来过", "去年12月5号下午三点半", "2025-12-05 15:30"),
        ("从上周五开始没人管", "上周五开始", "2026-03-13 00:00"),
        ("今早7:30发生", "今早7:30", "2026-03-18 07:30"),
        ("2026年2月30日", "2026年2月30日", None),
        ("三天前报过", "三天前", "2026-03-15 10:00"),
        ("每天凌晨两点施工", "每天凌晨两点", None),
        ("停水三天了", "三天了", "2026-03-15 10:00"),
        ("灯坏了半个月了", "半个月了", "2026-03-03 10:00"),
        ("周六有人放炮", "周六", "2026-03-14 00:00"),
        ("2026-03-01 08:15:00报的", "2026-03-01 08:15:00", "2026-03-01 08:15"),
    ],
)
def test_times_are_counted_from_when_they_were_said(text: str, words: str, begins: str | None) -> None:
    (found,) = read(text).times
    assert found.words == words
    assert (f"{found.begins:%Y-%m-%d %H:%M}" if found.begins else None) == begins
    assert found.is_recurring == text.startswith("每")
    assert found.is_since == ("开始" in text or words.endswith("了"))


@pytest.mark.parametrize(
    ("text", "yuan"),
    [
        ("收费300元", 300),
        ("欠薪1.5万元", 15000),
        ("花了三千块钱", 3000),
        ("欠了一万二千元", 12000),
        ("1,200元押金", 1200),
        ("几块地砖坏了，5块石板", None),
    ],
)
def test_sums_are_read_in_yuan(text: str, yuan: int | None) -> None:
    assert [int(amount.yuan) for amount in read(text).amounts] == ([yuan] if yuan else [])


@pytest.mark.parametrize(
    ("text", "people", "firms"),
    [
        ("黄女士称在澜城宏远物业服务有限公司上班", ["黄女士"], ["澜城宏远物业服务有限公司"]),
        ("联系人：欧阳，电话保密", ["欧阳"], []),
        ("负责人是周德海，拒绝退款", ["周德海"], []),
        ("我叫张小明，家里停水", ["张小明"], []),
        ("你好我是王建国，都送二医院了", ["王建国"], []),
        ("我是高中生，我是房东，我是武汉人，我是来反映，我叫车没叫到", [], []),
        ("老师傅和物业公司都说不知道", [], []),
        ("派出所所长答复", [], []),
        ("姓赵的老板不退钱", ["赵"], []),
    ],
)
def test_people_and_firms_are_named_only_by_names_of_their_own(text: str, people: list[str], firms: list[str]) -> None:
    found = read(text)
    assert [one.words for one in found.people] == people
    assert [one.words for one in found.firms] == firms


def test_the_missing_elements_are_named_and_an_inquiry_needs_only_what_is_asked() -> None:
    whole = read("昨天晚上滨河东路12号的烧烤店油烟很大，影响休息，希望有人来管")
    assert whole.missing == ()
    assert read("太吵了").missing == (
        Element.TIME,
        Element.PLACE,
        Element.SUBJECT,
        Element.EVENT,
        Element.WISH,
    )
    assert read("请问办理居住证需要准备什么材料").missing == ()
    assert Element.PLACE in read("昨天临江区有人一直在放鞭炮，希望处理").missing


@pytest.mark.parametrize("text", ["一周三次", "每个周末", "第三年了解", "三月了", "问题解决了"])
def test_what_only_sounds_like_a_day_or_a_span_is_none(text: str) -> None:
    assert all(one.words in {"每个周末", "三月"} for one in read(text).times)


def test_a_hospital_of_a_district_is_a_place_and_a_piece_of_a_firm_s_name_is_none() -> None:
    hospital = read("临江区人民医院门口有人占道").place
    assert hospital is not None
    assert hospital.words + hospital.beside == "临江区人民医院门口"
    for firm in ("宏远快城物流有限公司", "澜城快城快递公司"):
        assert read(f"{firm}拖欠工资").place is None
    estate = read("海棠城物业公司不管").place
    assert estate is not None
    assert estate.words == "海棠城"


def test_an_inquiry_is_asked_what_it_asks_and_not_what_harm_was_done() -> None:
    assert read("请问怎么办").missing == (Element.ASKED,)
    assert "影响" not in QUESTIONS[Element.ASKED]


def test_the_place_to_go_to_is_the_most_exact_one() -> None:
    found = read("我是临江区的，现在望海区灯塔街道海棠花园3栋停水").place
    assert found is not None
    assert found.words == "望海区灯塔街道海棠花园3栋"
    assert read("没有地点").place is None


def test_a_very_long_text_is_read_at_its_beginning() -> None:
    found = read("滨河东路积水。" + "啊" * 100_000 + "望海区")
    assert [place.words for place in found.places] == ["滨河东路"]
