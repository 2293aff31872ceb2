"""Scenario cards (场景化指引): rows before they are published, and where a published one applies."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from huying.domain.catalogue_drafts import CatalogueFaulty, Faults

CODE_MAX, TITLE_MAX, TEXT_MAX, BASIS_MAX = 32, 60, 1000, 400
# 约定: a word of one character is said in every text.
WORD_MIN, WORD_MAX = 2, 20
_LISTED = re.compile(r"[、,，;；\s]+")
CARD_COLUMNS = ("编号", "标题", "适用事项编码", "适用地点编码", "适用词", "问什么", "谁的职责", "常见误区", "依据")


@dataclass(frozen=True, kw_only=True)
class CardDraft:
    """A card as somebody wrote it; lists may be empty, but matters and words not both."""

    line: int
    code: str
    title: str
    matter_codes: tuple[str, ...] = ()
    region_codes: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    ask: str
    whose: str
    mistakes: str = ""
    legal_basis: str


def read_cards(rows: Iterable[tuple[int, Mapping[str, str]]]) -> tuple[CardDraft, ...]:
    """Read (line, cells by column name) as ``CARD_COLUMNS`` names them; a column may be left out."""
    found = []
    for line, cells in rows:
        said = [cells.get(name, "").strip() for name in CARD_COLUMNS]
        code, title, matters, regions, words, ask, whose, mistakes, basis = said
        found.append(
            CardDraft(
                line=line,
                code=code,
                title=title,
                matter_codes=listed(matters),
                region_codes=listed(regions),
                words=listed(words),
                ask=ask,
                whose=whose,
                mistakes=mistakes,
                legal_basis=basis,
            )
        )
    return tuple(found)


def listed(text: str) -> tuple[str, ...]:
    """Part what was written with 、, commas or blanks; each once."""
    return tuple(dict.fromkeys(filter(None, _LISTED.split(text))))


def check_cards(drafts: Sequence[CardDraft], *, matter_codes: Collection[str], region_codes: Collection[str]) -> None:
    """Make sure that every card is whole, has a number of its own and names what exists; raises ``CatalogueFaulty``."""
    seen: dict[str, int] = {}
    faults: Faults = {}
    for draft in drafts:
        twin = seen.setdefault(draft.code, draft.line)
        fault = _fault(draft, matter_codes, region_codes)
        if twin != draft.line:
            fault = f"编号「{draft.code}」重复，请改用另一个。"
        if fault:
            faults[str(draft.line)] = fault
    if not drafts:
        faults["1"] = "没有任何指引，请至少写一行。"
    if faults:
        raise CatalogueFaulty(faults)


def _fault(draft: CardDraft, matters: Collection[str], regions: Collection[str]) -> str:
    if not all((draft.code, draft.title, draft.ask, draft.whose, draft.legal_basis)):
        return "编号、标题、问什么、谁的职责和依据都要填写。"
    if len(draft.code) > CODE_MAX or len(draft.title) > TITLE_MAX or len(draft.legal_basis) > BASIS_MAX:
        return f"编号最多 {CODE_MAX} 个字，标题最多 {TITLE_MAX} 个字，依据最多 {BASIS_MAX} 个字，请缩短。"
    if max(map(len, (draft.ask, draft.whose, draft.mistakes))) > TEXT_MAX:
        return f"问什么、谁的职责和常见误区各最多 {TEXT_MAX} 个字，请缩短。"
    if not draft.matter_codes and not draft.words:
        return "适用事项和适用词至少填一项，否则不会被找到。"
    named = [("事项", code, matters) for code in draft.matter_codes]
    named += [("地点", code, regions) for code in draft.region_codes]
    for what, code, known in named:
        if code not in known:
            return f"没有编码为「{code}」的{what}，请核对。"
    wrong = next((word for word in draft.words if not WORD_MIN <= len(word) <= WORD_MAX), None)
    return f"适用词须为 {WORD_MIN} 至 {WORD_MAX} 个字，请修改「{wrong}」。" if wrong else ""


@dataclass(frozen=True, kw_only=True)
class Applied:
    """Where a card applies: codes of matters, ids of places, words."""

    matter_codes: frozenset[str]
    place_ids: frozenset[int]
    words: tuple[str, ...]


def how_near(
    card: Applied, *, matter_path: Sequence[str], place_chain: Sequence[int], text: str
) -> tuple[int, int] | None:
    """Return how near a card is to what is asked, smaller is nearer; ``None`` where it does not apply.

    ``matter_path`` holds codes from leaf to root, ``place_chain`` ids from the smallest place up. 约定: at one of its
    places if it names any, a card applies by its matter or by a word; both are nearer than the matter alone, that
    nearer than a word alone, and a matter is nearer than the one above it.
    """
    if card.place_ids and card.place_ids.isdisjoint(place_chain):
        return None
    depth = next((depth for depth, code in enumerate(matter_path) if code in card.matter_codes), None)
    is_said = any(word in text for word in card.words)
    if depth is None:
        return (2, 0) if is_said else None
    return (0 if is_said else 1, depth)
