"""Words of immediate danger, and whom to call."""

from __future__ import annotations

import pytest

from huying.language.danger import dangers_in


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("楼上着火了", ["119"]),
        ("有人持刀，一个人昏迷不醒", ["120", "110"]),
        ("高架上车祸，车子起火", ["119", "122"]),
        ("路灯不亮一周了", []),
        ("", []),
    ],
)
def test_a_text_of_danger_names_the_number_to_call(text: str, numbers: list[str]) -> None:
    assert [danger.number for danger in dangers_in(text)] == numbers


def test_one_word_a_number_is_named() -> None:
    assert [danger.word for danger in dangers_in("着火了，浓烟，有人被困")] == ["着火"]
