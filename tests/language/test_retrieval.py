"""A text finds its matter by names, keywords and what citizens call things, with nothing learned."""

from __future__ import annotations

from collections.abc import Mapping
from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huying.catalogue.queries.shipped import shipped_matters, shipped_synonyms
from huying.domain.catalogue_drafts import keywords_in
from huying.language.retrieval import Entry, Nearest

_DRAFTS = shipped_matters()
_KEYS = {draft.code: place for place, draft in enumerate(_DRAFTS)}
CODES = list(_KEYS)


def shipped() -> Nearest:
    entries = [
        Entry(
            key=_KEYS[draft.code],
            name=draft.name,
            above=_KEYS.get(draft.parent_code),
            keywords=keywords_in(draft.keywords),
            description=draft.description,
        )
        for draft in _DRAFTS
    ]
    return Nearest(entries, synonyms=shipped_synonyms())


NEAREST = shipped()


def codes_for(text: str, *, most: int = 3, nearest: Nearest = NEAREST) -> list[str]:
    return [CODES[near.key] for near in nearest.near(text, most=most)]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("我们这栋楼从昨天起就没水了，打供水公司电话没人接", "090403"),
        ("老板欠我三个月工钱一直不给，我就是个打工的", "080508"),
        ("楼下烧烤店油烟从窗户飘进来，味道呛人", "040202"),
        ("半夜两点工地还在打桩，吵得睡不着", "040201"),
        ("路口的路灯坏了一个多月，晚上黑漆漆的", "030501"),
        ("小区电梯三天两头坏，昨天还困了人", "070901"),
        ("物业费涨了一倍，也没有开业主大会", "030607"),
        ("健身卡刚办就关门跑路，余额退不了", "100206"),
        ("孩子今年上小学，学区划到很远的学校", "010203"),
        ("高速上收费站排队，ETC 扣了两次钱", "051301"),
        ("我父亲的高龄津贴两个月没有发", "090101"),
        ("網約車司機繞路，多收了二十塊", "050402"),
        ("快递员把包裹扔在门卫就走，丢件了", "050101"),
        ("邻居在楼顶违建，加盖了一间阳光房", "030303"),
        ("饭店里吃出苍蝇，老板不认", "070801"),
    ],
)
def test_a_citizen_s_words_lead_to_the_shipped_matter(text: str, code: str) -> None:
    assert code in codes_for(text)


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("我的电话是13811012345，路灯坏了", "我的电话是，路灯坏了"),
        ("身份证110119199001011234，工资没发", "身份证，工资没发"),
        ("车牌粤A12345乱停车", "车牌粤乱停车"),
        ("工单20261123110119，路灯坏了", "工单，路灯坏了"),
        ("退了11900元，路灯坏了", "退了元，路灯坏了"),
        ("2024年12月20日起停水", "年月日起停水"),
        ("电话幺三八幺幺零幺二三四五，路灯坏了", "电话，路灯坏了"),
    ],
)
def test_a_number_of_somebody_or_something_proposes_no_matter(text: str, plain: str) -> None:
    assert codes_for(text) == codes_for(plain)
    assert not any(sign.isdigit() for near in NEAREST.near(text) for word in near.words for sign in word)


def test_a_number_that_is_itself_a_word_of_the_tree_is_heard() -> None:
    assert codes_for("我打110没人接")[0] == "9909"
    assert codes_for("我打12345没人接")[0][:4] == "9908"


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("家里卫生间的下水道堵了", "02"),
        ("电动车被偷了", "0509"),
        ("机动车乱停", "0509"),
        ("换了新衣服", "0307"),
    ],
)
def test_a_piece_of_another_word_proposes_no_matter(text: str, wrong: str) -> None:
    assert [code for code in codes_for(text) if code.startswith(wrong)] == []


def test_a_word_that_a_piece_stands_in_is_still_heard() -> None:
    assert codes_for("燃气灶年检没人来")[0] == "040602"
    assert codes_for("公共卫生间太脏")[0][:2] == "03"
    assert codes_for("动车晚点")[0][:4] == "0509"
    assert codes_for("电动车牌照怎么上")[0] == "051009"
    assert codes_for("楼上天天晾衣服滴水")[0] == "030706"


def test_the_words_that_led_to_a_matter_are_told_and_stand_in_the_text() -> None:
    text = "我们这栋楼从昨天起就没水了"
    first = NEAREST.near(text)[0]
    assert first.words[0] == "没水"
    assert first.is_named


def test_only_the_classes_asked_for_are_ranked() -> None:
    within = {_KEYS["04"]}
    found = NEAREST.near("物业不管，小区污水横流，电梯也坏了", within=within)
    assert found
    assert {CODES[near.key][:2] for near in found} == {"04"}


def test_what_names_nothing_of_the_tree_finds_nothing() -> None:
    assert NEAREST.near("嗯，喂，在吗") == ()
    assert NEAREST.near("") == ()
    assert Nearest([]).near("停水") == ()


def test_of_a_class_that_alone_is_named_the_rest_is_meant() -> None:
    tree = [
        Entry(key=1, name="渔业"),
        Entry(key=2, name="休渔期", above=1),
        Entry(key=3, name="其他渔业", above=1),
        Entry(key=4, name="林业"),
    ]
    assert Nearest(tree).near("渔业上的事")[0].key == 3


def test_a_matter_with_many_words_is_not_nearer_for_that() -> None:
    many = tuple(f"甲{sign}" for sign in "子丑寅卯辰巳午未申酉戌亥")
    tree = [Entry(key=1, name="路灯"), Entry(key=2, name="杂项", keywords=(*many, "路灯坏了"))]
    assert Nearest(tree).near("路灯不亮")[0].key == 1


def test_a_synonym_stands_for_every_matter_whose_words_it_means() -> None:
    tree = [Entry(key=1, name="停水"), Entry(key=2, name="停车")]
    assert Nearest(tree).near("家里没水") == ()
    assert [near.key for near in Nearest(tree, synonyms={"没水": ("停水",)}).near("家里没水")] == [1]


@given(text=st.text(max_size=300), title=st.text(max_size=40))
def test_any_text_is_read_and_ranked_from_the_nearest_down(text: str, title: str) -> None:
    scores = [near.score for near in NEAREST.near(text, title=title, most=5)]
    assert scores == sorted(scores, reverse=True)
    assert all(score > 0 for score in scores)


def test_every_synonym_means_a_word_of_some_tree_and_none_means_itself() -> None:
    synonyms: Mapping[str, tuple[str, ...]] = shipped_synonyms()
    own = "\n".join(f"{draft.name}、{draft.keywords}" for draft in _DRAFTS)
    assert all(official for official in synonyms.values())
    assert [said for said, official in synonyms.items() if said in official] == []
    known = sum(any(word in own for word in official) for official in synonyms.values())
    assert known > 0.9 * len(synonyms)


def test_a_text_takes_few_milliseconds() -> None:
    text = "尊敬的领导，我们小区物业不管事，垃圾没人收，楼下烧烤店油烟扰民，希望尽快处理。" * 5
    took = []
    for _ in range(20):
        began = perf_counter()
        NEAREST.near(text, most=3)
        took.append(perf_counter() - began)
    assert min(took) < 0.01
