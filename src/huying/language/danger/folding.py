"""Bring a text into the one form in which words of danger are looked for, and know where everything stood."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import opencc

SENTENCE = re.compile(r"[^。！？；\n\r]+[。！？；]?")
"""A sentence of a folded text."""
_CHINESE = "\u4e00-\u9fff"
_FIRST, _LAST = 0x4E00, 0x9FFF
_WIDE = (range(0xFF10, 0xFF1A), range(0xFF21, 0xFF3B), range(0xFF41, 0xFF5B))
# Marks become the Chinese ones: patterns know no others.
_MARKS = {",": "，", "?": "？", "!": "！", ";": "；", ":": "：", "(": "（", ")": "）"}
# What people and machines put between the characters of one word: 跳·楼, 自*杀, 着 火 了.
_DOTS = re.compile(rf"(?<=[{_CHINESE}])[·•・.*_~^+|/\\\-—…]{{1,3}}(?=[{_CHINESE}])")
_BEFORE_ONE = re.compile(rf"(?<=[{_CHINESE}])[ \t]{{1,2}}(?=[{_CHINESE}](?![{_CHINESE}]))")
_AFTER_ONE = re.compile(rf"(?<=(?<![{_CHINESE}])[{_CHINESE}])[ \t]{{1,2}}(?=[{_CHINESE}])")
_MAY_BE_PARTED = re.compile(r"[ \t·•・.*_~^+|/\\\-—…]")


@dataclass(frozen=True, kw_only=True)
class Folded:
    """The plain form, and for each of its characters the place in the given text; ``None``: the same places."""

    plain: str
    places: Sequence[int] | None

    def place(self, at: int) -> int:
        """Return where a character of the plain form stood."""
        return at if self.places is None else self.places[at]


def fold(text: str) -> Folded:
    """Return a text simplified, half width, lower case, without what parts the characters of a word.

    Sentences stay apart: no line break and no mark that ends one is taken away.
    """
    plain = _odd().sub(lambda found: chr(_table()[ord(found[0])]), text)
    if not _MAY_BE_PARTED.search(plain):
        return Folded(plain=plain, places=None)
    gone: set[int] = set()
    for pattern in (_DOTS, _BEFORE_ONE, _AFTER_ONE):
        gone.update(place for found in pattern.finditer(plain) for place in range(*found.span()))
    if not gone:
        return Folded(plain=plain, places=None)
    places = [place for place in range(len(plain)) if place not in gone]
    return Folded(plain="".join(plain[place] for place in places), places=places)


@cache
def _odd() -> re.Pattern[str]:
    """Return what finds the few characters that become others: to translate each would take ten times as long."""
    return re.compile("[" + re.escape("".join(map(chr, _table()))) + "]")


@cache
def _table() -> dict[int, int]:
    """Return what each character becomes; one for one, so that places stay."""
    signs = [chr(code) for code in range(_FIRST, _LAST + 1)]
    simple = opencc.OpenCC("t2s").convert("\n".join(signs)).split("\n")
    table = {ord(old): ord(new) for old, new in zip(signs, simple, strict=True) if len(new) == 1 and new != old}
    table |= {code: ord(chr(code - 0xFEE0).lower()) for part in _WIDE for code in part}
    table |= {ord(old): ord(new) for old, new in _MARKS.items()}
    table |= {code: code + 32 for code in range(ord("A"), ord("Z") + 1)}
    return table | {0x3000: ord(" "), 0xA0: ord(" ")} | dict.fromkeys((0x200B, 0x200C, 0x200D, 0xFEFF), ord("·"))
