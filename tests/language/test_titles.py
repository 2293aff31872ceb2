"""A default title: short, on one line, and without anybody's number."""

from __future__ import annotations

import pytest

from huying.language.titles import title_of


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("路灯  坏了\n两天", "路灯 坏了 两天"),
        ("路" * 41, "路" * 39 + "…"),
        ("我电话13800001111，路灯坏了", "我电话***********，路灯坏了"),
        # half a number at the end is a number all the same
        ("路" * 30 + "13800001111，路灯坏了", "路" * 30 + "*" * 9 + "…"),
    ],
)
def test_the_title_of_a_text(text: str, title: str) -> None:
    assert title_of(text) == title
