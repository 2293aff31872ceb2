"""Cut a message into its demands, where it plainly has several: precision first, a false proposal costs trust.

A message is cut where a list or a connective (另外、还有) begins a new item. Neighbouring items belong together unless
both say plainly what they are about, and no class of matters that one may mean is one that the other may mean. What
begins no demand of its own, such as a request or a greeting, stays with the item before it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from huying.language.retrieval import READ, Near, Nearest

MOST_PARTS = 4
"""约定: what falls into more is left to a person."""
# A list counts its items; each pattern has the number as its only group.
_LISTS = (
    r"(?<![\d.])([1-9])(?:、|[.．](?!\d)|[)）])",
    r"[（(]([1-9])[)）]",
    r"[（(]([一二三四五六])[)）]",
    r"(?<![一-鿿])([一二三四五六])、",
    r"(?<![一-鿿之第])([一二三四五六])是",
    r"(?<![一-鿿])第([一二三四五六])[，、：,:]",
    r"其([一二三四])[，、：,:是]",
    r"([①②③④⑤⑥])",
)
_DIGITS = {sign: value for signs in ("123456789", "一二三四五六", "①②③④⑤⑥") for value, sign in enumerate(signs, 1)}
# What follows a comma goes on with its sentence.
_BEGIN = r"(?:^|(?<=[。；;！!？?\n]))\s*"
_SPEAKS_ON = re.compile(
    rf"{_BEGIN}(?:(?:另外|此外|除此之外|再就是|再者|还有一件事|还有就是|还有|其次|第二件事|另一件事|另一个问题|再反映|"
    r"再说一个|顺便|同时还?要?(?:反映|投诉|咨询)|还(?:想|要)(?:反映|投诉|咨询|问)|另(?:想|咨询|反映))[，,：:]?)"
)
_MARK = re.compile(rf"^\s*(?:{'|'.join(_LISTS)}|{_SPEAKS_ON.pattern})\s*")
# 约定: an item that speaks of time, place, thanks or what is wanted alone is no demand of its own.
_NO_DEMAND = re.compile(
    r"^\W*(?:[（(]?[1-9一二三四五六①②③④⑤⑥][)）、.是]\W*)?(?:请求|要求|希望|恳请|感谢|谢谢|时间|地点|内容|姓名|电话|诉求)"
)
# Reasons of one matter, not matters.
_REASONS = re.compile("理由|原因|经过|证据|诉求如下|请求如下")
_LEADS_ON = re.compile(r"^\W*(?:另外|此外|还有|其次)?\W*(?:因此|所以|导致|造成|已经|希望|感谢|[^，。；！？]{0,10}也)")
# How somebody was treated over a matter, what came of it and what is wanted are part of that matter.
_BESIDE = re.compile(
    "态度[^，。；]{0,4}|(?:电话|热线)[^，。；]{0,3}(?:打不通|没人接|无人接)|推诿|推来推去|踢皮球|没有?结果|报警|调解|"
    "(?:希望|要求|恳请|请(?!问)|容易|导致|造成|影响|去?医院[^，。；]{0,4}花)[^。；！？]*"
)
# 约定: characters of a demand; a longer account, or a list behind a longer opening, mostly argues one matter at length.
_SHORTEST, _LONGEST, _OPENING = 6, 160, 24
# 约定: a score below which a topic is not plain, for an item of a list or the first, and for one that a connective
# begins; a class with so much of the best one's score may be meant as well.
_PLAIN, _PLAIN_AFTER, _MAY_BE_MEANT, _WEIGHED = 10.0, 14.0, 0.6, 12


@dataclass(frozen=True, kw_only=True, slots=True)
class Demand:
    """One demand of a message: ``text[start:end]``, and the matter it is nearest to with the words that led there."""

    start: int
    end: int
    near: Near


def demands_in(text: str, *, nearest: Nearest) -> tuple[Demand, ...]:
    """Return the demands of a message in their order, two to four; none where it has one, or where it is not plain."""
    listed = _listed(text[:READ])
    cuts = listed or [mark.start() for mark in _SPEAKS_ON.finditer(text[:READ])]
    if not cuts:
        return ()
    parts: list[Demand] = []
    for start, end in _items(text, cuts):
        item = text[start:end]
        found = () if _tells_nothing(item, is_first=not parts) else _topics(item, nearest)
        plain = _PLAIN if listed or not parts else _PLAIN_AFTER
        is_plain = bool(found) and found[0].is_named and found[0].score >= plain
        before = text[parts[-1].start : parts[-1].end] if parts else ""
        if parts and (not is_plain or _is_of_one(before, item, found, nearest, is_listed=bool(listed))):
            parts[-1] = Demand(start=parts[-1].start, end=end, near=parts[-1].near)
        elif is_plain:
            parts.append(Demand(start=0 if not parts else start, end=end, near=found[0]))
        # What stands before the first demand opens it.
    is_short = all(one.end - one.start <= _LONGEST for one in parts)
    return tuple(parts) if 1 < len(parts) <= MOST_PARTS and is_short else ()


def without_mark(item: str) -> str:
    """Return a demand without the number or connective that began it, and without the mark that led to the next."""
    return _MARK.sub("", item, count=1).strip().rstrip("；;，,、")


def _listed(text: str) -> list[int]:
    """Return where the items of a list begin: one that counts from one up, two at least."""
    for pattern in _LISTS:
        marks = list(re.finditer(pattern, text))
        counted = [_DIGITS[mark[1]] for mark in marks]
        if len(marks) > 1 and counted == list(range(1, len(marks) + 1)) and _opens_a_list(text[: marks[0].start()]):
            return [mark.start() for mark in marks]
    return []


def _opens_a_list(opening: str) -> bool:
    return len(opening) <= _OPENING and not _REASONS.search(opening)


def _items(text: str, cuts: Sequence[int]) -> Iterator[tuple[int, int]]:
    edges = [0, *cuts, len(text)] if cuts[0] else [*cuts, len(text)]
    yield from ((start, end) for start, end in pairwise(edges) if end - start)


def _tells_nothing(item: str, *, is_first: bool) -> bool:
    return (
        len(item.strip()) < _SHORTEST or bool(_NO_DEMAND.match(item)) or (not is_first and bool(_LEADS_ON.match(item)))
    )


def _is_of_one(before: str, item: str, found: Sequence[Near], nearest: Nearest, *, is_listed: bool) -> bool:
    """Say whether an item goes on with the one before it: a class that both may mean; without a list also a word."""
    shared = not is_listed and nearest.pairs_in(before) & nearest.pairs_in(item)
    return bool(shared or _meant(found) & _meant(_topics(before, nearest)))


def _topics(item: str, nearest: Nearest) -> tuple[Near, ...]:
    return nearest.near(_BESIDE.sub("，", item), most=_WEIGHED)


def _meant(found: Sequence[Near]) -> set[int]:
    """Return the second-level classes that may be meant."""
    return {near.line[-2:][0] for near in found if near.score >= _MAY_BE_MEANT * found[0].score}
