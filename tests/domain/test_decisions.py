"""What an approval says in the history."""

from __future__ import annotations

from typing import Any

import pytest

from huying.domain.decisions import decision_text


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({"granted": True}, "同意"),
        ({"granted": False}, "不同意"),
        ({"granted": True, "of": 3, "found": 4}, "同意"),
        ({"agreed": True, "granted": True}, "同意"),
        ({"agreed": True, "granted": False}, "同意，报热线审批"),
        ({"agreed": False, "granted": False}, "不同意"),
        ({"passed": True}, "通过"),
        ({"passed": False}, "退回修改"),
        ({"outcome": "decided", "lead": 3}, "确定主办单位"),
        ({"outcome": "raised"}, "再提一级"),
        ({"outcome": "unreachable", "attempt": 2}, ""),
        ({"outcome": None}, ""),
        ({"set": {"state": "handling"}}, ""),
    ],
)
def test_a_decision_is_said_in_the_words_of_the_trade(data: dict[str, Any], said: str) -> None:
    assert decision_text(data) == said
