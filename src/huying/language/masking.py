"""Find what reaches or identifies a person in free text, and put stars over it before it is indexed.

Telephone, ID, card, passport and plate numbers, WeChat names, and what stands before the @ of an address.
约定: seven digits in a row may reach a person and are covered; six may not. Kept are order
numbers (a date of this century and four to twelve digits), dates, amounts with their unit,
and codes that begin with letters, unless the words before them say that a number follows.
Of a plate the province and its letter stay. Digits that a transcript writes as characters (幺三八…, 壹叁捌…) count as
digits; mixed with others they are covered where they make a mobile (1380013八零零零).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

_GAP = r"[ \t\u00a0\u3000\-‐-―−－.·]"
_LETTER = "A-Za-zＡ-Ｚａ-ｚ"
_PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
_TAIL = rf"(?=[{_LETTER}]*\d)(?:[{_LETTER}\d]{{5,6}}|[{_LETTER}\d]{{4}}[挂学警港澳使领])(?![{_LETTER}\d])"
_NUMBER = re.compile(
    rf"""
    (?:[{_PROVINCES}][{_LETTER}]{_GAP}?|(?:车牌|车号)[^\d\n{_LETTER}{_PROVINCES}]{{0,4}}[{_LETTER}]?) (?P<tail>{_TAIL})
  | (?P<told>(?:电话|手机|座机|致电|拨打|联系方式|微信|QQ|tel)[^\d\n]{{0,6}}) (?P<number>\d(?:{_GAP}?\d){{6,}})
  | (?<!\d) (?:
      \d{{17}}[XxＸｘ]                                          # ID number
    | (?P<run>\d{{7,}})
    | [1-8]\d{{5}}{_GAP}?\d{{8}}{_GAP}?\d{{3}}[\dXxＸｘ]         # ID number in groups
    | 1[3-9]\d(?:{_GAP}{{0,2}}\d){{8}}(?!\d)                     # mobile in groups
    | 0\d{{2,3}}(?:[)）]|{_GAP}){{1,2}}\d(?:{_GAP}?\d){{6,7}}(?!\d)   # land line with area code
    | [48]00{_GAP}\d{{3,4}}{_GAP}\d{{3,4}}(?!\d)                 # 400 and 800
    | \d{{4}}(?:{_GAP}\d{{4}}){{3}}(?:{_GAP}\d{{3}}(?![\d室号栋楼元]))?   # bank card
    )
    """,
    re.VERBOSE | re.IGNORECASE,
)
_DIGIT = re.compile(r"\d")
_SAID = "零〇一二三四五六七八九幺壹贰叁肆伍陆柒捌玖"
_SPOKEN = re.compile(rf"[{_SAID}]{{7,}}")
_RUN = re.compile(rf"[{_SAID}\d]{{7,}}")
_MOBILE = re.compile(r"(?<!\d)1[3-9]\d{9}")
_FIGURES = str.maketrans(_SAID + "０１２３４５６７８９", "001234567891123456789" + "0123456789")
_DAY = r"(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])"
_ORDER_NUMBER = re.compile(rf"20\d\d{_DAY}\d{{4,12}}")
_DATE = re.compile(rf"(?:19|20)\d\d{_DAY}")
_AMOUNT = re.compile(r"(?:\.\d{1,2}(?!\d))|\s?(?:元|万|亿|吨|度|平|㎡|立方|千瓦|户|人|股|美元)")
_CODE_BEFORE = re.compile(r"[A-Za-z][-_]?$")
_SHORTEST_ALWAYS_COVERED = 11
_ID_LENGTHS = {15, 18}
_CARD_LENGTHS = range(16, 20)
_PAPER = r"[^\dA-Za-z\n]{0,6}([A-Za-z]{1,2}\d{7,10})(?![A-Za-z\d])"
_COVERED = re.compile(rf"[\dXxＸｘ{_SAID}]")


class NumberKind(StrEnum):
    """What a number is, as far as its form tells."""

    PHONE = "phone"
    ID = "id"
    CARD = "card"
    PLATE = "plate"
    ACCOUNT = "account"


# By the word without which none is there: few texts are looked through. 约定: a WeChat name follows 微信号 or a colon.
_NAMED = {
    "@": (NumberKind.ACCOUNT, re.compile(r"(?<![\w.%+-])([A-Za-z\d._%+-]+)(?=@[A-Za-z\d-]+\.[A-Za-z])", re.ASCII)),
    "微信": (
        NumberKind.ACCOUNT,
        re.compile(r"微信(?:号码?[是为：: ]{0,2}|[：:] ?)([A-Za-z][A-Za-z\d_-]{5,19})(?![\w-])", re.ASCII),
    ),
    "护照": (NumberKind.ID, re.compile("护照" + _PAPER)),
    "通行证": (NumberKind.ID, re.compile("通行证" + _PAPER)),
}
_WHOLE = {NumberKind.PLATE, NumberKind.ACCOUNT}


@dataclass(frozen=True, kw_only=True, slots=True)
class Number:
    """A number that reaches or identifies somebody, from ``start`` to ``end`` (exclusive) of the text."""

    kind: NumberKind
    start: int
    end: int


def numbers_in(text: str) -> Iterator[Number]:
    """Yield the numbers and names of a text that may reach or identify a person, in reading order of each script."""
    others = (*_named(text), *_spoken(text))
    if _DIGIT.search(text):
        for match in _NUMBER.finditer(text):
            if match["tail"]:
                yield Number(kind=NumberKind.PLATE, start=match.start("tail"), end=match.end("tail"))
                continue
            start = match.end("told") if match["told"] else match.start()
            if any(one.start <= start < one.end for one in others):
                continue
            plain = unicodedata.normalize("NFKC", text[start : match.end()])
            if not (_ORDER_NUMBER.fullmatch(plain) or (match["run"] and _is_harmless(match, plain))):
                yield Number(kind=_kind_of(plain), start=start, end=match.end())
    yield from others


def mask_numbers(text: str) -> str:
    """Return ``text`` with what may reach or identify a person as ``*``; same length."""
    for number in tuple(numbers_in(text)):
        shown = text[number.start : number.end]
        covered = "*" * len(shown) if number.kind in _WHOLE else _COVERED.sub("*", shown)
        text = text[: number.start] + covered + text[number.end :]
    return text


def _named(text: str) -> Iterator[Number]:
    for word, (kind, pattern) in _NAMED.items():
        if word in text:
            for match in pattern.finditer(text):
                yield Number(kind=kind, start=match.start(1), end=match.end(1))


def _spoken(text: str) -> Iterator[Number]:
    """Yield runs of digits written as characters, and mobiles of which some are."""
    for run in _RUN.finditer(text):
        if run[0].isdecimal():
            continue
        mobiles = _MOBILE.finditer(run[0].translate(_FIGURES)) if _DIGIT.search(run[0]) else ()
        for match in tuple(mobiles) or _SPOKEN.finditer(run[0]):
            start, end = run.start() + match.start(), run.start() + match.end()
            yield Number(kind=_kind_of("0" * (end - start)), start=start, end=end)


def _kind_of(number: str) -> NumberKind:
    length = sum(character.isdigit() or character in "Xx" for character in number)
    if length in _ID_LENGTHS:
        return NumberKind.ID
    return NumberKind.CARD if length in _CARD_LENGTHS else NumberKind.PHONE


def _is_harmless(match: re.Match[str], plain: str) -> bool:
    if len(plain) >= _SHORTEST_ALWAYS_COVERED:
        return False
    return bool(
        _DATE.fullmatch(plain)
        or (plain[0] != "0" and _AMOUNT.match(match.string, match.end()))
        or _CODE_BEFORE.search(match.string[max(0, match.start() - 2) : match.start()])
    )
