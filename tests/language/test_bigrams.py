"""What a person reading along would find is found by its bigrams."""

import re
import unicodedata

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from huying.language.bigrams import query_words, words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("路灯不亮", {"路灯", "灯不", "不亮"}),
        ("路灯，不亮", {"路灯", "不亮"}),
        ("路", set()),
        ("3栋", {"3", "3栋"}),
        ("坐12路车", {"12", "坐12", "12路", "路车"}),
        ("ＡＢＣ小区", {"abc", "abc小", "小区"}),
        ("WiFi 很慢", {"wifi", "很慢"}),
        ("。 ！", set()),
        ("", set()),
    ],
)
def test_a_text_is_cut_into_these_words(text: str, expected: set[str]) -> None:
    assert words(text) == expected


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("路灯", [["路灯"]]),
        ("路灯不亮", [["不亮", "灯不", "路灯"]]),
        ("海口　路灯", [["海口"], ["路灯"]]),
        ("３栋", [["3", "3栋"]]),
        ("路", [[]]),
        ("路灯 亮", [["路灯"], []]),
        ("，", []),
        ("  ", []),
    ],
)
def test_a_query_must_match_these_words(query: str, expected: list[list[str]]) -> None:
    assert query_words(query) == expected


def test_a_word_too_long_for_the_index_is_cut_alike_on_both_sides() -> None:
    address = "a" * 5000
    assert words(address) == {"a" * 64}
    assert query_words(address) == [["a" * 64]]


texts = st.text(alphabet="路灯不亮小区〇㐀𠀀12abＡ３，。 ", max_size=40)


@given(text=texts, data=st.data())
def test_every_piece_of_a_text_between_whole_words_is_found(text: str, data: st.DataObject) -> None:
    pieces = re.findall(r"[12abＡ３]+|[^12abＡ３]", text)
    assume(pieces)
    start = data.draw(st.integers(0, len(pieces) - 1))
    end = data.draw(st.integers(start + 1, len(pieces)))
    for term in query_words("".join(pieces[start:end])):
        assert words(text).issuperset(term)


@given(text=st.text(max_size=60))
def test_every_word_fits_into_a_text_search_vector(text: str) -> None:
    for word in words(text):
        assert word
        assert len(word.encode()) < 2046
        assert not re.search(r"[\s\0']", word)


@given(text=st.text(alphabet="路灯不亮3栋ab０Ａ，。（）；：！？“”《》、-, .\u3000\n…㎡", max_size=30))
def test_a_text_that_needs_no_normalising_is_cut_as_if_it_were(text: str) -> None:
    assert words(text) == words(unicodedata.normalize("NFKC", text).lower())
