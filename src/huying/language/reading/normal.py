"""One plain form of what people type, paste or say, with the way back to their own words.

Half width, simplified characters; no emoji, no fillers of a transcript (嗯、那个、就是说), nothing said twice.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from opencc import OpenCC

_PAUSE = "，、,…"
_NOISE = re.compile(
    # emoji, marks that choose their look, marks of no width
    "[\U0001f000-\U0001fbff\u2600-\u27bf\u2b00-\u2bff\ufe0e\ufe0f\u200b-\u200f\u2060\ufeff\u20e3]+"
    f"|(?:[嗯呃唔诶]+|(?<!也)就是说)[{_PAUSE}]*"
    # words that mean something elsewhere: fillers only where they stand alone
    rf"|(?:^|(?<=[\s{_PAUSE}。！？!?]))(?:那个|这个|就是|然后|反正|额|啊|哦|喂|哎|对吧|是吧)+[{_PAUSE}]+"
    # the same character again and again: the first stands
    rf"|(?<=(?P<said>[一-鿿]))(?:(?P=said)){{2,}}"
)
_TWICE = re.compile(rf"(?P<said>[一-鿿]{{2,6}}?)(?:[{_PAUSE}]*(?P=said))+")


@dataclass(frozen=True, kw_only=True, slots=True)
class Normal:
    """A text in its plain form; ``origin`` says of each character where it stood in the original."""

    text: str
    original: str
    origin: Sequence[int]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return where in the original the characters from ``start`` to ``end`` (exclusive, not empty) stood."""
        return self.origin[start], self.origin[end - 1] + 1


def normalise(text: str) -> Normal:
    """Return the plain form of a text. Doing it twice changes nothing."""
    plain = text.translate(_ONE_FOR_ONE)
    kept: Sequence[int] = range(len(plain))
    while gone := _to_drop(plain):
        pieces: list[str] = []
        places: list[int] = []
        at = 0
        for start, end in [*gone, (len(plain), len(plain))]:
            pieces.append(plain[at:start])
            places.extend(kept[at:start])
            at = end
        plain, kept = "".join(pieces), places
    return Normal(text=plain, original=text, origin=kept)


def _to_drop(text: str) -> list[tuple[int, int]]:
    """Return what is to be left out, in order; said twice is looked for when nothing else is left."""
    gone = [match.span() for match in _NOISE.finditer(text)]
    return gone or [(match.start(), match.end() - len(match["said"])) for match in _TWICE.finditer(text)]


def _table() -> dict[int, str]:
    """Return what becomes of single characters: full width to half, traditional to simplified; Chinese marks stay."""
    wide = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F) if chr(code - 0xFEE0).isalnum()}
    signs = {ord(sign): chr(ord(sign) - 0xFEE0) for sign in "－．＋％＠＃＊／＿～"}
    to_simple = OpenCC("t2s")
    han = "".join(map(chr, range(0x4E00, 0xA000)))
    # One by one: whole words of it change some characters of plain texts as well.
    simple = {ord(one): to_simple.convert(one) for one in han}
    changed = {code: other for code, other in simple.items() if len(other) == 1 and ord(other) != code}
    # Where one leads to another that changes too, neither is touched: twice must be once.
    settled = {code: other for code, other in changed.items() if ord(other) not in changed}
    return {**settled, **wide, **signs, 0x3000: " ", 0xA0: " "}


_ONE_FOR_ONE = _table()
