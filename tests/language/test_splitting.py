"""Which messages are proposed for splitting: those of ``demands.jsonl``, written by us, half of them tempting."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huying.language.splitting import MOST_PARTS, demands_in
from tests.language.test_retrieval import CODES, NEAREST

ROWS = [json.loads(line) for line in Path(__file__).with_name("demands.jsonl").read_text("utf-8").splitlines()]


def parts_of(text: str) -> int:
    return max(1, len(demands_in(text, nearest=NEAREST)))


def test_a_proposal_is_mostly_right_and_few_messages_are_missed() -> None:
    assert len(ROWS) >= 90
    said = [(row["parts"] > 1, parts_of(row["text"]) > 1) for row in ROWS]
    right = sum(truth and found for truth, found in said)
    precision, recall = right / sum(found for _, found in said), right / sum(truth for truth, _ in said)
    assert precision >= 0.95
    assert recall >= 0.9


def test_a_message_of_three_demands_has_three_parts_with_their_matters() -> None:
    text = "反映三件事：1.公厕没人打扫；2.网约车司机绕路多收钱；3.驾校不退学费。"
    found = demands_in(text, nearest=NEAREST)
    assert [CODES[one.near.key][:4] for one in found[:2]] == ["0305", "0504"]
    assert [text[one.start : one.end] for one in found] == [
        "反映三件事：1.公厕没人打扫；",
        "2.网约车司机绕路多收钱；",
        "3.驾校不退学费。",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "路灯坏了。",
        "小区路灯坏了，另外路灯杆也歪了。",
        "1、我买了冰箱；2、冰箱不制冷；3、商家不退货。",
        "另外，另外，另外。",
    ],
)
def test_one_matter_is_never_split(text: str) -> None:
    assert demands_in(text, nearest=NEAREST) == ()


@given(text=st.text(alphabet="一二是、。；，另外还有1234().路灯坏了停水欠薪工资油烟公交\n", max_size=200))
def test_parts_follow_one_another_and_nothing_is_lost(text: str) -> None:
    found = demands_in(text, nearest=NEAREST)
    assert len(found) == 0 or 2 <= len(found) <= MOST_PARTS
    if found:
        assert "".join(text[one.start : one.end] for one in found) == text
