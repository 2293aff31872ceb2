"""Which places a text names, down to the house number, and which of the city's regions each lies in."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from huying.language.reading.address import Part, buildings_alone, is_named, named_parts, numbers_behind
from huying.language.reading.gazetteer import GOVERNED, Gazetteer, Hit, Known, PlaceKind

_JOINED = re.compile(r"[\s\-_的]?")
_AND = re.compile(r"[与和同跟、/—-]|以及")
_CROSSING = re.compile(r"的?(?:交叉路?口|口?交汇[处口]?|口?交界[处口]?|十字路口|丁字路口|路口|口)")
_BESIDE = re.compile(
    r"的?(?:路口|口|正?对面|旁边?|附近|门口|[东南西北正后前]+门|[东南西北]侧|[东南西北]边|后面|前面|楼下|楼上|地下[室车库]*|里面|内)"
)
_OFFICE = re.compile(
    r"(?:人民)?(?:政府|街道办|城管|环保|公安|交警|[一-鿿]{0,5}(?:局|委|办|队|中心|所|环卫|处|公司|银行|部门|法院|检察院)(?![一-鿿]{0,2}[路号]))"
)


@dataclass(frozen=True, kw_only=True, slots=True)
class PlaceRead:
    """A place that a text names, from ``start`` to ``end``; ``beside`` is what follows (对面、门口).

    ``chain`` are the regions it lies in, the smallest first: empty when the city does not know it, or when several
    are called so. Those are ``candidates``.
    """

    start: int
    end: int
    words: str
    beside: str
    parts: tuple[Part, ...]
    known: tuple[Known, ...]
    chain: tuple[int, ...]
    candidates: tuple[Known, ...] = ()
    is_crossing: bool = False

    @property
    def is_exact(self) -> bool:
        """Say whether somebody could go there: a road, an estate, a village, not only a district or a town."""
        return any(part.kind not in _LARGE for part in self.parts)


_LARGE = frozenset({PlaceKind.PROVINCE, PlaceKind.CITY, PlaceKind.DISTRICT, PlaceKind.STREET})


def places_in(text: str, *, gazetteer: Gazetteer) -> tuple[PlaceRead, ...]:
    """Return the places that a text of plain form names, in reading order.

    A name that several places bear is told by a larger one of the same address, else of the same text. 约定.
    """
    hits = {(hit.start, hit.end): hit for hit in gazetteer.find(text)}
    parts = _parts(text, hits)
    groups = _groups(text, parts)
    sure = {region for hit in hits.values() for region in _only_chain(hit.places)}
    return tuple(_read(text, group, hits, sure) for group in groups if not _is_office(text, group))


def _parts(text: str, hits: dict[tuple[int, int], Hit]) -> list[Part]:
    """Return all parts in reading order, none over another: full names of the list, what ends like a name, the rest."""
    listed = [_part_of(hit) for hit in hits.values() if hit.is_full]
    taken = [part for known in listed for part in (known, *numbers_behind(text, known))]
    found = [*taken, *named_parts(text, taken=taken)]
    short = (_part_of(hit) for hit in hits.values() if not hit.is_full)
    kept: list[Part] = []
    covered: set[int] = set()
    for part in (*found, *short, *buildings_alone(text)):
        if covered.isdisjoint(range(part.start, part.end)):
            covered.update(range(part.start, part.end))
            kept.append(part)
    return sorted(kept, key=lambda part: part.start)


def _part_of(hit: Hit) -> Part:
    return Part(kind=hit.places[0].kind, start=hit.start, end=hit.end)


def _groups(text: str, parts: Sequence[Part]) -> list[list[Part]]:
    """Put parts that stand together into one address; two roads with a crossing behind them too."""
    groups: list[list[Part]] = []
    for part in parts:
        last = groups[-1][-1] if groups else None
        if last and (_JOINED.fullmatch(text, last.end, part.start) or _crosses(text, last, part)):
            groups[-1].append(part)
        else:
            groups.append([part])
    return groups


def _crosses(text: str, one: Part, other: Part) -> bool:
    both_roads = one.kind is PlaceKind.ROAD and other.kind is PlaceKind.ROAD
    return both_roads and bool(_AND.fullmatch(text, one.end, other.start) and _CROSSING.match(text, other.end))


def _is_office(text: str, group: list[Part]) -> bool:
    """Say whether only the office of a district or town is named (龙华区政府), or a number with nothing before it."""
    if len(group) == 1 and not is_named(group[0]):
        return True
    return all(part.kind in _LARGE for part in group) and bool(_OFFICE.match(text, group[-1].end))


def _read(text: str, group: list[Part], hits: dict[tuple[int, int], Hit], sure: set[int]) -> PlaceRead:
    end = group[-1].end
    crossing = _CROSSING.match(text, end) if group[-1].kind is PlaceKind.ROAD else None
    if crossing:
        end = crossing.end()
    beside = _BESIDE.match(text, end)
    found = [hits[span].places for part in group if (span := (part.start, part.end)) in hits]
    known, chain, open_ones = _resolved(found, sure)
    return PlaceRead(
        start=group[0].start,
        end=end,
        words=text[group[0].start : end],
        beside=beside[0] if beside else "",
        parts=tuple(group),
        known=known,
        chain=chain,
        candidates=open_ones,
        is_crossing=bool(crossing),
    )


def _resolved(
    found: Sequence[Sequence[Known]], sure: set[int]
) -> tuple[tuple[Known, ...], tuple[int, ...], tuple[Known, ...]]:
    """Return what is known of an address, the regions of its smallest sure part, and those it may be instead."""
    within: set[int] = {region for places in found for region in _only_chain(places)}
    known: list[Known] = []
    chain: tuple[int, ...] = ()
    open_ones: tuple[Known, ...] = ()
    for places in found:
        left = _narrowed(_narrowed(places, within), sure)
        if len({place.chain for place in left}) > 1:
            open_ones = tuple(left)
            continue
        known.append(left[0])
        if len(left[0].chain) > len(chain):
            chain = left[0].chain
    is_open = any(len(place.chain) > len(chain) for place in open_ones)
    return tuple(known), chain, open_ones if is_open else ()


def _narrowed(places: Sequence[Known], regions: set[int]) -> Sequence[Known]:
    """Return those that lie in the smallest of the regions said elsewhere that holds any of them; else all."""
    if len(places) < 2:  # noqa: PLR2004  # one is sure
        return places
    scores = [sum(region in regions for region in _above(place)) for place in places]
    best = max(scores)
    return [place for place, score in zip(places, scores, strict=True) if score == best]


def _above(place: Known) -> tuple[int, ...]:
    return place.chain[1:] if place.kind in GOVERNED else place.chain


def _only_chain(places: Sequence[Known]) -> tuple[int, ...]:
    chains = {place.chain for place in places}
    return next(iter(chains)) if len(chains) == 1 else ()
