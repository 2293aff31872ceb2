"""Danger in a citizen's words: what is told, how it stands to now, which sentence says so, whom to call."""

from __future__ import annotations

import json
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from huying.domain.policies import Urgency
from huying.language.danger import DangerKind, Force, Sign, dangers_in, read_danger
from huying.language.danger.learnt import WEIGHTS
from huying.language.training.danger import learn_danger, sentences


def rows_of(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in Path(__file__).with_name(name).read_text(encoding="utf-8").splitlines()]


ROWS, BLIND = rows_of("danger.jsonl"), rows_of("danger_blind.jsonl")
SENTENCES = Path(__file__).parents[2] / "reference" / "danger" / "sentences.jsonl"


def signs(text: str) -> dict[DangerKind, Sign]:
    return {sign.kind: sign for sign in read_danger(text).signs}


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("楼上着火了", ["119"]),
        ("有人持刀，一个人昏迷不醒", ["120", "110"]),
        ("高架上车祸，车子起火", ["119", "122"]),
        ("闻到很浓的臭鸡蛋味", ["119"]),
        ("没有着火，也没有人受伤", []),
        ("担心线路老化会着火", []),
        ("路灯不亮一周了", []),
        ("", []),
    ],
)
def test_a_text_of_danger_names_the_number_to_call(text: str, numbers: list[str]) -> None:
    assert [danger.number for danger in dangers_in(text)] == numbers


def test_one_word_a_number_is_named() -> None:
    assert [danger.word for danger in dangers_in("着火了，浓烟，有人被困")] == ["着火"]


@pytest.mark.parametrize(
    ("text", "force"),
    [
        ("家里漏气了。", Force.NOW),
        ("好像是漏气，味道很大。", Force.NOW),
        ("担心会漏气。", Force.HAZARD),
        ("去年漏气，已经赔了钱。", Force.PAST),
        ("从去年开始漏气，到现在没人修。", Force.NOW),
        ("新闻里说别处漏气。", Force.TOLD),
        ("师傅看过了，没有漏气。", None),
        ("是不是漏气了？", Force.NOW),
        ("没有人来管漏气的事。", Force.NOW),
    ],
)
def test_the_words_around_say_how_danger_stands_to_now(text: str, force: Force | None) -> None:
    found = signs(text).get(DangerKind.GAS)
    assert (found.force if found else None) == force


@pytest.mark.parametrize(
    ("text", "urgency"),
    [
        ("三楼着火了。", Urgency.EMERGENCY),
        ("楼道堆满杂物，容易引起火灾。", Urgency.TIMELY),
        ("小区停水了。", Urgency.TIMELY),
        ("停电了，家里老人用呼吸机。", Urgency.EMERGENCY),
        ("老板欠我工资。", Urgency.ORDINARY),
        ("二十个农民工的工资没发。", Urgency.TIMELY),
        ("房产证是历史遗留问题。", Urgency.COMPLEX),
        ("历史遗留问题，现在房子塌了。", Urgency.EMERGENCY),
        ("路灯不亮。", None),
    ],
)
def test_the_level_follows_what_is_said(text: str, urgency: Urgency | None) -> None:
    assert read_danger(text).urgency == urgency


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("救救我，他要杀我", DangerKind.VIOLENCE),
        ("快来人啊", DangerKind.INJURY),
        ("小孩被锁车里了", DangerKind.TRAPPED),
        ("山洪来了", DangerKind.TRAPPED),
        ("大巴翻了", DangerKind.ROAD),
        ("我跟孩子一块走算了", DangerKind.SELF_HARM),
        ("不想在这世界上待了", DangerKind.SELF_HARM),
        ("再见了这个世界", DangerKind.SELF_HARM),
    ],
)
def test_what_happens_now_is_urgent_by_the_tables(text: str, kind: DangerKind) -> None:
    assert (signs(text)[kind].force, signs(text)[kind].urgency) == (Force.NOW, Urgency.EMERGENCY)


@pytest.mark.parametrize(
    "text", ["工人被拖欠工资", "老板打白条不给钱", "老公打网约车", "我一个人去北京上访", "不是小区停水"]
)
def test_none_of_these_is_violence_a_crowd_or_a_cut(text: str) -> None:
    assert not {DangerKind.VIOLENCE, DangerKind.GATHERING, DangerKind.OUTAGE} & set(signs(text))


def test_no_power_counts_as_much_as_a_power_cut() -> None:
    assert signs("没电了")[DangerKind.OUTAGE].urgency == signs("停电")[DangerKind.OUTAGE].urgency


def test_an_if_does_not_weaken_a_threat() -> None:
    assert signs("如果再不解决，我就从楼上跳下去。")[DangerKind.SELF_HARM].force is Force.NOW


@pytest.mark.parametrize(
    "text", ["我 不 想 活 了", "我要自·杀", "樓下失火", "我要自\u200b杀", "我想自*杀", "全角ＺＩＳＨＡ"]
)
def test_disguised_and_traditional_words_are_read(text: str) -> None:
    assert read_danger(text).signs


@pytest.mark.parametrize(("said", "people"), [("37", 37), ("几十", 20), ("上百", 100), ("三四百", 400), ("十几", 12)])
def test_how_many_gather_is_read_at_least(said: str, people: int) -> None:
    assert signs(f"{said}个人堵在门口要工资。")[DangerKind.GATHERING].people == people


def test_the_sentence_that_says_so_is_pointed_at_in_the_text_as_it_was_given() -> None:
    text = "我住三号楼。隔壁　着 火 了，烟很大！请快来。"
    sign = signs(text)[DangerKind.FIRE]
    assert text[sign.start : sign.end] == "着 火"
    assert text[sign.sentence_start : sign.sentence_end] == "隔壁　着 火 了，烟很大！"


@given(st.text(alphabet="着火了自杀没有 ·担心，。去年\n ABＣ１樓漏氣人被打电话", max_size=60))
def test_places_always_lie_in_the_text(text: str) -> None:
    for sign in read_danger(text).signs:
        assert 0 <= sign.sentence_start <= sign.start < sign.end <= sign.sentence_end <= len(text)


@pytest.mark.parametrize("row", [row for row in ROWS if row["now"] or row["weak"]], ids=lambda row: row["say"][:12])
def test_what_our_set_calls_danger_is_told(row: dict[str, Any]) -> None:
    assert {*row["now"], *row["weak"]} <= set(signs(row["say"]))


def test_harmless_words_are_seldom_taken_for_danger() -> None:
    harmless = [row["say"] for row in ROWS if not row["now"] and not row["weak"]]
    told = [say for say in harmless if read_danger(say).signs]
    assert len(told) <= 2, told


def test_most_danger_is_told_in_words_that_no_table_and_no_sentence_of_ours_had() -> None:
    danger = [row for row in BLIND if row["now"] or row["weak"]]
    told = [row for row in danger if read_danger(row["say"]).signs]
    harmless = [row["say"] for row in BLIND if row not in danger]
    in_vain = [say for say in harmless if read_danger(say).signs]
    assert (len(danger), len(harmless)) == (110, 90)
    assert len(told) >= 100
    assert len(in_vain) <= 42


def test_the_weights_are_those_of_the_sentences() -> None:
    learnt = learn_danger([*sentences(SENTENCES), *sentences(Path(__file__).with_name("danger.jsonl"))])
    kept = np.load(str(files("huying.language.danger").joinpath(WEIGHTS)), allow_pickle=False)
    assert np.array_equal(np.flatnonzero(learnt.known.ids >= 0), kept["buckets"]), "make danger"
    assert np.abs(learnt.weights.astype(np.float32) - kept["weights"].astype(np.float32)).max() < 0.02, "make danger"
    assert abs(learnt.bound - float(kept["bound"])) < 0.02, "make danger"


def test_what_is_denied_is_not_heard_and_the_rest_of_the_sentence_is() -> None:
    assert not signs("没有着火，也没有冒烟，就是声音响。")
    assert DangerKind.SELF_HARM in signs("没有着火。我把遗书都写好了放在桌上，你们不用来了。")


def test_the_piece_that_was_heard_is_pointed_at_in_the_text_as_it_was_given() -> None:
    text = "路灯不亮半年了。药我都吃下去了，一整瓶，现在有点困！请修一下。"
    sign = signs(text)[DangerKind.SELF_HARM]
    assert "一整瓶" in text[sign.start : sign.end]
    assert sign.number


def test_danger_at_the_end_of_a_long_list_of_complaints_is_heard() -> None:
    assert DangerKind.TRAPPED in signs("路灯不亮了。" * 60 + "孩子脑袋夹在防盗窗栏杆里，身子在外面悬着。")
