"""A model of replies: learnt, stored, read again, and what it says."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from huying.language.artefact import Artefact, load_artefact, save_artefact
from huying.language.replies.features import NAMES, features_of
from huying.language.replies.grams import grams_of
from huying.language.replies.model import TASK, guess_replies
from huying.language.training.reply import RepliesUnfit, groups_of, train_reply

_HERE = Path(__file__).parent
_EMPTY = {"perfunctory", "indirect", "shirking"}


def rows_of_our_own() -> tuple[list[tuple[str, ...]], list[str]]:
    """Return message and reply of our own texts, and whether the reply answers."""
    demands: dict[str, str] = {}
    texts: list[tuple[str, ...]] = []
    labels = []
    for half in ("first", "second"):
        for line in (_HERE / f"{half}_half.jsonl").read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            if "demand" in row:
                demands[row["demand"]] = row["text"]
            else:
                texts.append((demands[row["on"]], row["text"]))
                labels.append("空话" if _EMPTY & set(row["codes"]) else "有内容")
    return texts, labels


@pytest.fixture(scope="module")
def learnt() -> tuple[Artefact, str]:
    texts, labels = rows_of_our_own()
    return train_reply(texts=texts, labels=labels, columns=("诉求", "答复"))


def test_it_tells_an_answer_from_empty_words(learnt: tuple[Artefact, str], tmp_path: Path) -> None:
    artefact, card = learnt
    save_artefact(tmp_path / "m", artefact=artefact, card=card)
    again = load_artefact(tmp_path / "m", task=TASK)
    asked = "古槐路的井盖丢了，电动车掉进去了，什么时候能补上？"
    found = guess_replies(
        artefact=again,
        texts=[
            (asked, "您好，您的来电收悉，已转有关部门处理，感谢您的支持，祝您生活愉快！"),
            (asked, "7月2日养护队到古槐路查看，当天换上了铸铁井盖，周边60米重新铺了沥青，7月3日通行。"),
        ],
    )
    assert [rows[0][0] for rows in found] == ["空话", "有内容"]
    assert all(abs(sum(chance for _, chance in rows) - 1) < 1e-9 for rows in found)
    assert guess_replies(artefact=again, texts=[]) == []


def test_the_card_says_how_well_and_for_what(learnt: tuple[Artefact, str]) -> None:
    _, card = learnt
    assert all(words in card for words in ("诉求、答复", "| 空话 |", "校准误差", "超过 60 个字的答复", "已知弱点"))


def test_what_was_stored_gives_what_was_learnt(learnt: tuple[Artefact, str]) -> None:
    artefact, _ = learnt
    texts, labels = rows_of_our_own()
    guessed = [rows[0][0] for rows in guess_replies(artefact=artefact, texts=texts)]
    assert np.mean([one == other for one, other in zip(guessed, labels, strict=True)]) > 0.93


def test_three_labels_are_learnt_too() -> None:
    texts, labels = rows_of_our_own()
    three = ["转办" if "转" in row[-1] and label == "空话" else label for row, label in zip(texts, labels, strict=True)]
    artefact, _ = train_reply(texts=texts, labels=three, columns=("诉求", "答复"))
    (found,) = guess_replies(artefact=artefact, texts=[("路灯不亮。", "您好，您的问题已转相关单位，谢谢！")])
    assert {label for label, _ in found} == {"转办", "空话", "有内容"}
    assert found[0][0] == "转办"


def test_too_few_rows_are_refused_with_what_is_missing() -> None:
    with pytest.raises(RepliesUnfit, match="每种不少于 10 条"):
        train_reply(texts=[("问", "答")] * 12, labels=["0"] * 11 + ["1"], columns=("a", "b"))


def test_replies_that_differ_in_figures_and_marks_alone_are_of_one_group() -> None:
    first, same, other = groups_of(["网友：已收悉！2019年1月2日", "网友“U1”已收悉。2020年3月4日", "已经修好。"])
    assert first == same != other


def test_grams_never_cross_from_one_text_to_the_next() -> None:
    apart, alone = grams_of(["修好", "坑洼"]), grams_of(["修好"])
    assert set(apart.columns[apart.rows == 0]) == set(alone.columns)
    assert np.isclose((apart.values[apart.rows == 1] ** 2).sum(), 1)


def test_every_figure_of_a_reply_has_a_name_and_an_empty_one_has_figures_too() -> None:
    assert len(features_of(message="", reply="")) == len(NAMES) == len(set(NAMES))
