"""Put stars over telephone and ID digits in free text, before it is indexed.

约定: seven digits in a row may reach a person and are covered; six may not. Kept are order
numbers (a date of this century and four to twelve digits), dates, amounts with their unit,
and codes that begin with letters, unless the words before them say that a number follows.
"""

from __future__ import annotations

import re
import unicodedata

_GAP = r"[ \t\u00a0\u3000\-‐-―−－.·]"
_NUMBER = re.compile(
    rf"""
    (?P<told>(?:电话|手机|座机|致电|拨打|联系方式|微信|QQ|tel)[^\d\n]{{0,6}}) (?P<number>\d(?:{_GAP}?\d){{6,}})
  | (?<!\d) (?:
      \d{{17}}[XxＸｘ]                                          # ID number
    | (?P<run>\d{{7,}})
    | [1-8]\d{{5}}{_GAP}?\d{{8}}{_GAP}?\d{{3}}[\dXxＸｘ]         # ID number in groups
    | 1[3-9]\d(?:{_GAP}{{0,2}}\d){{8}}(?!\d)                     # mobile in groups
    | 0\d{{2,3}}(?:[)）]|{_GAP}){{1,2}}\d(?:{_GAP}?\d){{6,7}}(?!\d)   # land line with area code
    | [48]00{_GAP}\d{{3,4}}{_GAP}\d{{3,4}}(?!\d)                 # 400 and 800
    | \d{{4}}(?:{_GAP}\d{{4}}){{3}}                              # bank card
    )
    """,
    re.VERBOSE | re.IGNORECASE,
)
_DIGIT = re.compile(r"\d")
_DAY = r"(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])"
_ORDER_NUMBER = re.compile(rf"20\d\d{_DAY}\d{{4,12}}")
_DATE = re.compile(rf"(?:19|20)\d\d{_DAY}")
_AMOUNT = re.compile(r"(?:\.\d{1,2}(?!\d))|\s?(?:元|万|亿|吨|度|平|㎡|立方|千瓦|户|人|股|美元)")
_CODE_BEFORE = re.compile(r"[A-Za-z][-_]?$")
_SHORTEST_ALWAYS_COVERED = 11


def mask_numbers(text: str) -> str:
    """Return ``text`` with the digits that may reach or identify a person as ``*``; same length."""
    return _NUMBER.sub(_cover, text) if _DIGIT.search(text) else text


def _cover(match: re.Match[str]) -> str:
    told = match["told"] or ""
    number = match[0][len(told) :]
    plain = unicodedata.normalize("NFKC", number)
    if _ORDER_NUMBER.fullmatch(plain) or (match["run"] and _is_harmless(match, plain)):
        return match[0]
    return told + re.sub(r"[\dXxＸｘ]", "*", number)


def _is_harmless(match: re.Match[str], plain: str) -> bool:
    if len(plain) >= _SHORTEST_ALWAYS_COVERED:
        return False
    return bool(
        _DATE.fullmatch(plain)
        or (plain[0] != "0" and _AMOUNT.match(match.string, match.end()))
        or _CODE_BEFORE.search(match.string[max(0, match.start() - 2) : match.start()])
    )
