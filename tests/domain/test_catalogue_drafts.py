"""Rows of a matter tree or a duty list, before they are published."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huying.domain.catalogue_drafts import (
    CatalogueFaulty,
    DutyDraft,
    MatterDraft,
    check_duties,
    read_duties,
    read_matters,
    tree_of,
)
from huying.domain.matter_paths import drafts_with


def matters(*rows: tuple[str, str, str]) -> list[MatterDraft]:
    return [
        MatterDraft(line=line, code=code, name=name, parent_code=above)
        for line, (code, name, above) in enumerate(rows, start=2)
    ]


def duty(**changes: Any) -> DutyDraft:
    return DutyDraft(**{"line": 2, "matter_code": "01", "lead_unit_code": "u1", "legal_basis": "条例", **changes})


def duty_faults(*drafts: DutyDraft) -> dict[str, str]:
    try:
        check_duties(drafts, matter_codes=["01", "0101"], region_codes=["r1"], unit_codes=["u1", "u2"])
    except CatalogueFaulty as faulty:
        return faulty.fields
    return {}


def test_a_tree_knows_levels_and_first_classes_whatever_the_order_of_rows() -> None:
    nodes = tree_of(matters(("010101", "科技服务", "0101"), ("0101", "科技事务", "01"), ("01", "科教文体", "")))
    assert [(node.code, node.level, node.top_code) for node in nodes] == [
        ("01", 1, "01"),
        ("0101", 2, "01"),
        ("010101", 3, "01"),
    ]


@pytest.mark.parametrize(
    ("rows", "line", "said"),
    [
        ([("", "无编码", "")], "2", "都要填写"),
        ([("01", "", "")], "2", "都要填写"),
        ([("01", "甲", ""), ("01", "乙", "")], "3", "重复"),
        ([("0101", "甲", "01")], "2", "没有编码为「01」"),
        ([("1", "甲", "2"), ("2", "乙", "1")], "2", "绕成了圈"),
        ([("1", "甲", "1")], "2", "绕成了圈"),
        ([("1", "甲", ""), ("2", "乙", "1"), ("3", "丙", "2"), ("4", "丁", "3"), ("5", "戊", "4")], "6", "超过 4 级"),
        ([("9" * 33, "甲", "")], "2", "请缩短"),
    ],
)
def test_a_faulty_matter_is_named_by_its_line(rows: list[tuple[str, str, str]], line: str, said: str) -> None:
    with pytest.raises(CatalogueFaulty) as caught:
        tree_of(matters(*rows))
    assert said in caught.value.fields[line]
    assert f"第 {next(iter(caught.value.fields))} 行" in str(caught.value)


@pytest.mark.parametrize("given", [{"description": "长" * 401}, {"keywords": "长" * 1001}])
def test_what_is_too_long_for_its_column_is_named(given: dict[str, str]) -> None:
    with pytest.raises(CatalogueFaulty, match="请缩短"):
        tree_of([MatterDraft(line=2, code="01", name="甲", **given)])


def test_an_empty_list_cannot_be_published() -> None:
    with pytest.raises(CatalogueFaulty):
        tree_of([])
    assert duty_faults()


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({}, ""),
        ({"matter_code": "", "region_code": "r1"}, ""),
        ({"lead_unit_code": "", "lead_by_place": True}, ""),
        ({"assist_unit_codes": ("u2",)}, ""),
        ({"matter_code": "02"}, "没有编码为「02」的事项"),
        ({"region_code": "r2"}, "没有编码为「r2」的地点"),
        ({"lead_unit_code": "u3"}, "没有编码为「u3」的单位"),
        ({"assist_unit_codes": ("u3",)}, "没有编码为「u3」的单位"),
        ({"lead_by_place": True}, "只能填写一项"),
        ({"lead_unit_code": ""}, "必须填写其中一项"),
        ({"assist_unit_codes": ("u1",)}, "不能同时是协办"),
        ({"assist_unit_codes": ("u2", "u2")}, "协办单位有重复"),
        ({"legal_basis": ""}, "法律依据"),
        ({"legal_basis": "长" * 401}, "法律依据"),
    ],
)
def test_a_duty_names_what_exists_and_one_lead(changes: dict[str, Any], said: str) -> None:
    fault = duty_faults(duty(**changes)).get("2", "")
    assert said in fault if said else not fault


def test_a_matter_at_a_place_has_one_line() -> None:
    assert "与第 2 行" in duty_faults(duty(), duty(line=3))["3"]
    assert not duty_faults(duty(), duty(line=3, region_code="r1"))


def test_rows_are_read_by_chinese_or_english_names() -> None:
    chinese = read_matters([(2, {"编码": "01 ", "名称": "甲", "上级编码": ""})])
    assert chinese == read_matters([(2, {"code": "01", "name": "甲", "parent_code": "", "level": "1"})])
    told = {"编码": "01", "名称": "甲", "上级编码": "", "说明": "甲类的事", "关键词": "停水， 没水;停水"}
    assert read_matters([(2, told)])[0].keywords == "停水、没水"
    assert read_matters([(2, told)])[0].description == "甲类的事"
    (read,) = read_duties(
        [
            (
                2,
                {
                    "事项编码": "01",
                    "地点编码": "",
                    "主办单位编码": "",
                    "属地主办": "是",
                    "协办单位编码": "u1、u2",
                    "法律依据": "条例",
                    "场景化指引": "",
                },
            )
        ]
    )
    assert read == DutyDraft(
        line=2, matter_code="01", lead_by_place=True, assist_unit_codes=("u1", "u2"), legal_basis="条例"
    )


names = st.sampled_from(["甲", "乙", "丙"])
paths = st.lists(st.lists(names, min_size=1, max_size=4).map(tuple), min_size=1)


@given(first=paths, second=paths)
def test_a_tree_grows_without_changing_a_code(first: list[tuple[str, ...]], second: list[tuple[str, ...]]) -> None:
    before = [replace(draft, keywords=draft.name) for draft in drafts_with(paths=first, known={})]
    names_of = {draft.code: draft for draft in before}

    def path(draft: MatterDraft) -> tuple[str, ...]:
        return (*path(names_of[draft.parent_code]), draft.name) if draft.parent_code else (draft.name,)

    known = {path(draft): draft for draft in before}
    after = drafts_with(paths=second, known=known)
    assert {(draft.code, draft.keywords) for draft in before} <= {(node.code, node.keywords) for node in tree_of(after)}
    assert len(after) == len({*known, *(one[:depth] for one in second for depth in range(1, len(one) + 1))})
