"""Rows of a matter tree or a duty list before they are published: read, checked and put in order."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from huying.domain.errors import Invalid

DEEPEST = 4
_BASIS_MAX = 400  # as wide as the columns of the tables, like these
_MATTER_MAX = {"code": 32, "name": 80, "description": 400, "keywords": 1000}
_MATTER_LABELS = {"code": "编码", "name": "名称", "description": "说明", "keywords": "关键词合计"}
_LISTED = re.compile(r"[、,，;；\s]+")
_YES = {"是", "1", "true", "yes", "√"}
Faults = dict[str, str]


class CatalogueFaulty(Invalid):
    """A list that cannot be published as it stands; ``fields`` names a sentence for each faulty line."""

    code = "catalogue_faulty"
    sentence = "目录有误，请按提示逐行改正后再发布。"

    def __init__(self, faults: Faults) -> None:
        """Keep ``faults``: the line as text to its sentence; the first is also in the sentence shown."""
        line, said = next(iter(faults.items()))
        super().__init__(f"目录有 {len(faults)} 处错误，请改正后再发布；第 {line} 行：{said}", fields=faults)


@dataclass(frozen=True, kw_only=True)
class MatterDraft:
    """A matter as somebody wrote it; ``parent_code`` is empty for the first level.

    ``keywords`` (关键词) are parted by 、; with ``description`` (说明) they lead from citizens' words to the matter.
    """

    line: int
    code: str
    name: str
    parent_code: str = ""
    description: str = ""
    keywords: str = ""


@dataclass(frozen=True, kw_only=True)
class MatterNode:
    """A matter in its place; ``level`` counts from 1."""

    code: str
    name: str
    parent_code: str
    level: int
    top_code: str
    description: str = ""
    keywords: str = ""


@dataclass(frozen=True, kw_only=True)
class DutyDraft:
    """A line of the duty list by codes; an empty matter or region means any.

    A lead unit, or ``lead_by_place``: the street where the matter lies leads.
    """

    line: int
    matter_code: str = ""
    region_code: str = ""
    lead_unit_code: str = ""
    lead_by_place: bool = False
    assist_unit_codes: tuple[str, ...] = ()
    legal_basis: str
    scenario_card: str = ""


def read_matters(rows: Iterable[tuple[int, Mapping[str, str]]]) -> tuple[MatterDraft, ...]:
    """Read (line, cells by column name): 编码 ``code``, 名称 ``name``, 上级编码 ``parent_code``.

    说明 ``description`` and 关键词 ``keywords`` may be missing.
    """
    return tuple(
        MatterDraft(
            line=line,
            code=_cell(cells, "编码", "code"),
            name=_cell(cells, "名称", "name"),
            parent_code=_cell(cells, "上级编码", "parent_code"),
            description=_cell(cells, "说明", "description"),
            keywords="、".join(keywords_in(_cell(cells, "关键词", "keywords"))),
        )
        for line, cells in rows
    )


def keywords_in(text: str) -> tuple[str, ...]:
    """Return the words of a cell, each once; 、, commas, semicolons and blanks part them."""
    return tuple(dict.fromkeys(filter(None, _LISTED.split(text))))


def read_duties(rows: Iterable[tuple[int, Mapping[str, str]]]) -> tuple[DutyDraft, ...]:
    """Read (line, cells): 事项编码、地点编码、主办单位编码、属地主办、协办单位编码、法律依据、场景化指引."""
    return tuple(
        DutyDraft(
            line=line,
            matter_code=_cell(cells, "事项编码", "matter_code"),
            region_code=_cell(cells, "地点编码", "region_code"),
            lead_unit_code=_cell(cells, "主办单位编码", "lead_unit_code"),
            lead_by_place=_cell(cells, "属地主办", "lead_by_place").lower() in _YES,
            assist_unit_codes=tuple(filter(None, _LISTED.split(_cell(cells, "协办单位编码", "assist_unit_codes")))),
            legal_basis=_cell(cells, "法律依据", "legal_basis"),
            scenario_card=_cell(cells, "场景化指引", "scenario_card"),
        )
        for line, cells in rows
    )


def _cell(cells: Mapping[str, str], *names: str) -> str:
    return next((cells[name].strip() for name in names if name in cells), "")


def tree_of(drafts: Sequence[MatterDraft]) -> tuple[MatterNode, ...]:
    """Return the matters, each behind the one above it; raises ``CatalogueFaulty``."""
    by_code = {draft.code: draft for draft in reversed(drafts)}  # of two equal codes the first stands
    faults: Faults = {}
    nodes = []
    for draft in drafts:
        line = _line_of(draft, by_code)
        fault = _matter_fault(draft, line, is_first=by_code[draft.code] is draft)
        if fault:
            faults[str(draft.line)] = fault
            continue
        top = line[-1].code
        node = MatterNode(
            code=draft.code,
            name=draft.name,
            parent_code=draft.parent_code,
            level=len(line),
            top_code=top,
            description=draft.description,
            keywords=draft.keywords,
        )
        nodes.append(node)
    if not drafts:
        faults["1"] = "没有任何事项，请至少写一行。"
    if faults:
        raise CatalogueFaulty(faults)
    return tuple(sorted(nodes, key=lambda node: node.level))


def _line_of(draft: MatterDraft, by_code: Mapping[str, MatterDraft]) -> list[MatterDraft]:
    """Return the draft and those above it, until one is missing or the line is too long."""
    line = [draft]
    while (above := by_code.get(line[-1].parent_code)) and len(line) <= DEEPEST:
        line.append(above)
    return line


def _matter_fault(draft: MatterDraft, line: Sequence[MatterDraft], *, is_first: bool) -> str:
    if not draft.code or not draft.name:
        return "编码和名称都要填写。"
    if long := next((what for what, most in _MATTER_MAX.items() if len(getattr(draft, what)) > most), None):
        return f"{_MATTER_LABELS[long]}最多 {_MATTER_MAX[long]} 个字，请缩短。"
    if not is_first:
        return f"编码「{draft.code}」重复，请改用另一个。"
    if len(line) > DEEPEST:
        return f"超过 {DEEPEST} 级，或上级绕成了圈，请核对上级编码。"
    if line[-1].parent_code:
        return f"没有编码为「{line[-1].parent_code}」的上级事项，请补上或改正。"
    return ""


def check_duties(
    drafts: Sequence[DutyDraft],
    *,
    matter_codes: Iterable[str],
    region_codes: Iterable[str],
    unit_codes: Iterable[str],
) -> None:
    """Make sure that every line names what exists, and each matter at a place once; raises ``CatalogueFaulty``."""
    known = {"事项": set(matter_codes), "地点": set(region_codes), "单位": set(unit_codes)}
    seen: dict[tuple[str, str], int] = {}
    faults: Faults = {}
    for draft in drafts:
        twin = seen.setdefault((draft.matter_code, draft.region_code), draft.line)
        fault = f"与第 {twin} 行的事项和地点相同，请删去一行。" if twin != draft.line else _duty_fault(draft, known)
        if fault:
            faults[str(draft.line)] = fault
    if not drafts:
        faults["1"] = "没有任何职责，请至少写一行。"
    if faults:
        raise CatalogueFaulty(faults)


def _duty_fault(draft: DutyDraft, known: Mapping[str, set[str]]) -> str:
    named = [("事项", draft.matter_code), ("地点", draft.region_code)]
    named += [("单位", code) for code in (draft.lead_unit_code, *draft.assist_unit_codes)]
    missing = next(((what, code) for what, code in named if code and code not in known[what]), None)
    if missing:
        return f"没有编码为「{missing[1]}」的{missing[0]}，请核对。"
    if bool(draft.lead_unit_code) == draft.lead_by_place:
        return "主办单位和属地主办必须填写其中一项，也只能填写一项。"
    if draft.lead_unit_code in draft.assist_unit_codes:
        return "主办单位不能同时是协办单位，请去掉重复的单位。"
    if len(set(draft.assist_unit_codes)) < len(draft.assist_unit_codes):
        return "协办单位有重复，请去掉。"
    if not draft.legal_basis or len(draft.legal_basis) > _BASIS_MAX:
        return f"请填写法律依据，最多 {_BASIS_MAX} 个字。"
    return ""
