"""Like accounts are found by their keys, and how alike they are is the same seen from either."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huying.language.likeness import alike, grams_of, keys_of, news_in, places_in, plain

ACCOUNT = (
    "市民来电反映，滨江路18号海棠花园3栋楼下的烧烤店每天营业到凌晨两点，油烟直接排到二楼窗前，喝酒划拳声音很大，"
    "家里有高三学生没法休息，已经和店主说过两次没有效果，希望相关部门尽快核实处理。"
)
TEXTS = st.text(alphabet=st.sampled_from("海棠花园路灯坏了三天没人修3栋12号烧烤店油烟噪音大、，。 abcＡ"), max_size=200)


@given(TEXTS, TEXTS)
def test_likeness_is_symmetric_and_between_nothing_and_the_same(first: str, second: str) -> None:
    one, other = grams_of(first), grams_of(second)
    assert alike(one, other) == alike(other, one)
    assert 0 <= alike(one, other) <= 1 + 1e-9
    if one:
        assert alike(one, one) == pytest.approx(1)


@given(TEXTS, st.integers(0, 2**40))
def test_keys_fit_a_column_of_whole_numbers(text: str, within: int) -> None:
    keys = keys_of(text=text, place=text, within=within)
    assert len(keys) == len(set(keys)) <= 12
    assert all(-(2**31) <= key < 2**31 for key in keys)


@given(TEXTS)
def test_punctuation_width_and_case_change_nothing(text: str) -> None:
    told = "。".join(text.upper()).replace("a", "ａ")
    assert plain(told.replace("。", "")) == plain(text.upper())
    assert keys_of(text=f"，{text}！") == keys_of(text=text)


@pytest.mark.parametrize(
    "edited",
    [
        ACCOUNT.replace("凌晨两点", "半夜两点").replace("声音很大", "吵闹不堪"),
        ACCOUNT[:70],
        "尊敬的领导：您好！我是一名住了十年的老居民，冒昧打扰，想说一件烦心事。" + ACCOUNT + "盼复，祝工作顺利！",
        ACCOUNT.replace("，", "。").replace("市民来电反映", "网友"),
    ],
    ids=["words swapped", "cut", "greeted", "another channel"],
)
def test_an_edited_account_shares_a_key_and_is_alike(edited: str) -> None:
    assert len(set(keys_of(text=ACCOUNT)) & set(keys_of(text=edited))) >= 2
    assert alike(grams_of(ACCOUNT), grams_of(edited)) > 0.6


def test_another_matter_is_not_alike() -> None:
    other = "来电人反映自己在建设银行办理公积金提取，窗口要求提供的材料与网上公布的不一致，希望相关部门尽快核实处理。"
    assert not set(keys_of(text=ACCOUNT)) & set(keys_of(text=other))
    assert alike(grams_of(ACCOUNT), grams_of(other)) < 0.1


def test_keys_of_another_centre_differ() -> None:
    assert not set(keys_of(text=ACCOUNT, within=1)) & set(keys_of(text=ACCOUNT, within=2))


def test_keys_are_the_same_in_every_process() -> None:
    ask = "import sys; from huying.language.likeness import keys_of; print(keys_of(text=sys.argv[1], within=7))"
    answers = {
        subprocess.run(
            [sys.executable, "-c", ask, ACCOUNT],
            check=True,
            capture_output=True,
            text=True,
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": ":".join(sys.path)},
        ).stdout.strip()
        for seed in ("1", "2")
    }
    assert answers == {str(keys_of(text=ACCOUNT, within=7))}


def test_no_number_of_a_person_is_compared() -> None:
    assert plain("我的电话13812345678，身份证110101199003071234") == plain(
        "我的电话***********，身份证******************"
    )


def test_places_are_named_alike_however_they_are_introduced() -> None:
    assert places_in("阳光海棠花园3栋") == ("海棠花园",) == places_in("住在海棠花园")
    assert places_in("临江区滨江路18号海棠花园") == ("滨江路18号", "海棠花园")
    assert places_in("我们小区门口的这条马路") == ()


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("桥头街道学苑路134号", ("学苑路134号",)),
        ("桥头街道滨水路207号", ("滨水路207号",)),
        ("桥头街道路灯不亮，街道社区都说不归自己", ()),
        ("小区路灯不亮，已向市场监管局举报", ()),
        ("桥头街12号，滨江路路灯不亮，南门市场门口", ("桥头街12号", "滨江路", "南门市场")),
    ],
)
def test_an_office_and_a_lamp_are_no_place(text: str, places: tuple[str, ...]) -> None:
    assert places_in(text) == places


def test_what_is_new_is_what_the_earlier_account_did_not_say() -> None:
    before = grams_of(ACCOUNT)
    again = "您好，海棠花园3栋楼下烧烤店每天营业到半夜两点，油烟直接排到二楼窗前，喝酒划拳很吵，为什么至今没人管呢？"
    assert news_in(ACCOUNT, before=before) == news_in(again, before=before) == ()
    more = ACCOUNT + "昨晚店主持酒瓶威胁邻居，派出所已经立案，谢谢。"
    assert news_in(more, before=before) == ("昨晚店主持酒瓶威胁邻居", "派出所已经立案")
