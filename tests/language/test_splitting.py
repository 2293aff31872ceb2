"""Which messages are proposed for splitting: those of ``demands.jsonl``, written by us, half of them tempting.

Those of ``demands_blind.jsonl`` were written by a hand that had seen no rule, and no rule was changed for them.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huying.language.splitting import MOST_PARTS, demands_in
from tests.language.test_retrieval import CODES, NEAREST


def rows_of(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in Path(__file__).with_name(name).read_text("utf-8").splitlines()]


def parts_of(text: str) -> int:
    return max(1, len(demands_in(text, nearest=NEAREST)))


def judged(name: str) -> tuple[int, int, int]:
    """Return how many messages are rightly proposed, how many proposed, and how many have several demands."""
    said = [(row["parts"] > 1, parts_of(row["text"]) > 1) for row in rows_of(name)]
    right = sum(truth and found for truth, found in said)
    return right, sum(found for _, found in said), sum(truth for truth, _ in said)


def test_a_proposal_is_mostly_right_and_few_messages_are_missed() -> None:
    right, proposed, several = judged("demands.jsonl")
    assert several >= 39
    assert right / proposed >= 0.95
    assert right / several >= 0.9


def test_of_messages_that_no_rule_was_made_on_a_proposal_is_right_though_most_are_missed() -> None:
    right, proposed, several = judged("demands_blind.jsonl")
    assert several == 75
    assert right == proposed >= 9


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
