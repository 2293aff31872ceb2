"""Sums of money that a text names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

_DIGITS = {sign: value for value, sign in enumerate("零一二三四五六七八九")} | {"两": 2, "〇": 0}
_TIMES = {"十": 10, "百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000}
_AMOUNT = re.compile(
    r"(?P<figure>(?<![\d.])\d{1,3}(?:,\d{3})+(?:\.\d+)?|(?<![\d.])\d+(?:\.\d+)?|[一二两三四五六七八九十百千万零〇]{1,8})"
    r"(?P<times>[十百千万亿]{0,2})[多余几]?(?:块钱|元钱|元|块(?![地砖石板牌子区])|万(?=[，。,、；\s]|$))"
)
_MONEY = re.compile("[元块万]")


@dataclass(frozen=True, kw_only=True, slots=True)
class AmountRead:
    """A sum of money, in yuan."""

    start: int
    end: int
    words: str
    yuan: Decimal


def amounts_in(text: str) -> Iterator[AmountRead]:
    """Yield the sums of money in a text of plain form, in reading order."""
    for match in _AMOUNT.finditer(text) if _MONEY.search(text) else ():
        try:
            yuan = _value(match["figure"])
        except (InvalidOperation, KeyError):
            continue
        for sign in match["times"]:
            yuan *= _TIMES[sign]
        if match[0].endswith("万") and not match["times"]:
            yuan *= _TIMES["万"]
        if yuan:
            yield AmountRead(start=match.start(), end=match.end(), words=match[0], yuan=yuan)


def _value(figure: str) -> Decimal:
    if figure[0].isdecimal():
        return Decimal(figure.replace(",", ""))
    total = section = digit = 0
    for sign in figure:
        if sign == "万":
            total, section, digit = (total + section + digit) * _TIMES[sign], 0, 0
        elif sign in _TIMES:
            section, digit = section + (digit or 1) * _TIMES[sign], 0
        else:
            digit = _DIGITS[sign]
    return Decimal(total + section + digit)
