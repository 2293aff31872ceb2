"""A card in the words of people: units and matters by name, and how the comparison on the newest weeks went."""

from __future__ import annotations

from collections.abc import Mapping

_FEW_SCORES = "- F1 不足"
_KNOWN_WEAK = "## 已知弱点"


def told(card: str, *, names: Mapping[str, str], compared: str) -> str:
    """Return a card of ``language.training.card`` with its codes named and the comparison before its weak spots."""
    lines = [_named(line, names) for line in card.splitlines()]
    place = lines.index(_KNOWN_WEAK) if _KNOWN_WEAK in lines else len(lines)
    return "\n".join([*lines[:place], "## 最近几周的比较", "", compared, "", *lines[place:]]) + "\n"


def _named(line: str, names: Mapping[str, str]) -> str:
    if line.startswith("| "):
        code, _, rest = line[2:].partition(" |")
        return f"| {names.get(code, code).replace('|', '｜')} |{rest}"
    if line.startswith(_FEW_SCORES):
        head, _, listed = line.partition("：")
        codes, dot, after = listed.partition("。")
        return f"{head}：{'、'.join(names.get(code, code) for code in codes.split('、'))}{dot}{after}"
    return line
