"""A card as a page shows it: every line of it is there, and no mark of its writing."""

from __future__ import annotations

from huying.cli.learning.cards import told
from huying.language.training.dispatch import train_dispatch
from huying.learning.queries.cards import CardPart, parts_of
from tests.language.city import city

NAMES = {"a": "市城市管理局", "b": "桥头|街道办事处"}


def _card() -> str:
    texts, units = city(400)
    first = min(units)
    labels = ["a" if unit == first else "b" for unit in units]
    card = train_dispatch(texts=texts, labels=labels, columns=("标题", "正文"))[1]
    return told(card, names=NAMES, compared="新模型首选正确 90.0%。")


def test_units_are_named_and_the_comparison_stands_before_the_weak_spots() -> None:
    card = _card()
    assert "| 市城市管理局 |" in card
    assert "| 桥头｜街道办事处 |" in card
    assert card.index("## 最近几周的比较") < card.index("新模型首选正确 90.0%。") < card.index("## 已知弱点")


def test_each_part_is_of_one_kind_and_cells_know_their_column() -> None:
    parts = parts_of(_card())
    assert [part.lines[0] for part in parts if part.kind == "heading"] == [
        "成绩",
        "各类成绩",
        "最近几周的比较",
        "已知弱点",
    ]
    tables = [part for part in parts if part.kind == "table"]
    assert tables[1].lines == ("类别", "条数", "精确率", "召回率", "F1")
    assert {row[0] for row in tables[1].rows} == {("类别", name.replace("|", "｜")) for name in NAMES.values()}
    assert not [line for part in parts for line in part.lines if line.startswith(("#", "-", "|"))]


def test_a_version_without_a_card_has_no_parts() -> None:
    assert parts_of("") == ()
    assert parts_of("# 题目\n\n一句话。\n") == (CardPart(kind="text", lines=("一句话。",)),)
