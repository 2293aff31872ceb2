"""Pieces of text are cut the same whatever the writing, and counted as one would by hand."""

from __future__ import annotations

import itertools
from collections import Counter
from math import log, sqrt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from huying.language.ngrams import Cut, learn, letters, vectors

WHOLE = Cut(column=0, sizes=(1, 2))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("路灯不亮ABC１２", "路灯不亮abc12"),
        ("路 灯　不\n亮", "路灯不亮"),
        ("路燈壞了", "路灯坏了"),
        ("路灯\u200b不亮", "路灯不亮"),
    ],
    ids=["width", "blanks", "traditional", "invisible"],
)
def test_the_same_words_written_otherwise_are_the_same_letters(one: str, other: str) -> None:
    assert letters([one]).codes.tolist() == letters([other]).codes.tolist()


def test_an_emoji_and_a_broken_character_do_no_harm() -> None:
    assert len(letters(["😀好", "\ud800坏"]).codes) == 3


def test_a_vector_is_what_one_counts_by_hand() -> None:
    texts = ["停水停水", "停电", "路灯"]
    known = learn(texts, cut=WHOLE, least=1)
    found = vectors(letters(texts), known=known).toarray()
    pieces = [Counter([*text, *map("".join, itertools.pairwise(text))]) for text in texts]
    seen = Counter(piece for one in pieces for piece in one)
    by_hand = [{p: (1 + log(n)) * (log(4 / (1 + seen[p])) + 1) for p, n in one.items()} for one in pieces]
    for row, weights in zip(found, by_hand, strict=True):
        length = sqrt(sum(w * w for w in weights.values()))
        assert sorted(row[row > 0]) == pytest.approx(sorted(w / length for w in weights.values()), rel=1e-5)


def test_no_piece_reaches_from_one_text_into_the_next() -> None:
    known = learn(["甲乙"], cut=Cut(column=0, sizes=(2,)), least=1)
    assert vectors(letters(["甲", "乙", "甲乙"]), known=known).toarray().ravel().tolist() == [0, 0, 1]


def test_a_head_is_the_beginning_of_each_text() -> None:
    known = learn(["市民来电", "市民来访"], cut=Cut(column=0, sizes=(1,), head=2, weight=0.5), least=1)
    found = vectors(letters(["市民投诉", "路灯"]), known=known).toarray()
    assert len(known.idf) == 2
    assert np.linalg.norm(found, axis=1).tolist() == pytest.approx([0.5, 0])


def test_rare_and_common_pieces_are_left_out_when_asked() -> None:
    texts = ["甲乙", "甲丙", "甲丙"]
    assert len(learn(texts, cut=Cut(column=0, sizes=(1,)), least=2).idf) == 2
    assert len(learn(texts, cut=Cut(column=0, sizes=(1,)), least=2, most=2).idf) == 1


@given(st.lists(st.text(), max_size=6))
def test_texts_together_are_cut_as_each_alone(texts: list[str]) -> None:
    known = learn(["停水停电", "路灯 abc"], cut=WHOLE, least=1)
    together = vectors(letters(texts), known=known).toarray()
    for row, text in zip(together, texts, strict=True):
        assert row == pytest.approx(vectors(letters([text]), known=known).toarray()[0], abs=1e-6)


def test_who_answered_stands_before_the_word_of_answering_of_the_same_text() -> None:
    texts = ["住建局答复：已修。水务局来电反馈没水", "复核", "答", "反馈"]
    found = letters(texts).before_answers(3)
    told = ["".join(chr(code) for code in found.codes[found.rows == row]) for row in range(len(texts))]
    assert told == ["住建局局来电", "", "", ""]
