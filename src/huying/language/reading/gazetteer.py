"""The city's own places, to be found in texts by every name that people use for them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from ahocorasick_rs import AhoCorasick, MatchKind

from huying.language.reading.normal import normalise


class PlaceKind(StrEnum):
    """What a part of an address is."""

    PROVINCE = "province"
    CITY = "city"
    DISTRICT = "district"
    STREET = "street"
    COMMUNITY = "community"
    GRID = "grid"
    ROAD = "road"
    ESTATE = "estate"
    LANDMARK = "landmark"
    NUMBER = "number"
    BUILDING = "building"
    ENTRANCE = "entrance"
    FLOOR = "floor"
    ROOM = "room"


# Levels of government, and the grid: those that have a unit.
GOVERNED = frozenset(
    {PlaceKind.PROVINCE, PlaceKind.CITY, PlaceKind.DISTRICT, PlaceKind.STREET, PlaceKind.COMMUNITY, PlaceKind.GRID}
)
# Called so by some list; found in every text.
_PLAIN_WORDS = frozenset(
    {"街道", "城区", "市区", "新区", "郊区", "矿区", "开发区", "工业园区", "经济开发区", "经济技术开发区"}
)
_SHORTEST = 2
_LONGER = 3
_COMMITTEE = re.compile(r"(?:社区居民委员会|社区居委会|居民委员会|村民委员会|居委会|村委会|社区|村)$")


@dataclass(frozen=True, kw_only=True, slots=True)
class Known:
    """A place that the city knows. ``chain`` are the regions it lies in, the smallest first; itself when it is one."""

    kind: PlaceKind
    name: str
    chain: tuple[int, ...]
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Hit:
    """A name found in a text and everything that bears it; ``is_full``: not only the head of the name."""

    start: int
    end: int
    places: tuple[Known, ...]
    is_full: bool


class Gazetteer:
    """Names of places, built once, to be looked up in many texts."""

    def __init__(self, places: Iterable[Known]) -> None:
        """Take the places; names and aliases are brought into the plain form, shorter than two characters left out."""
        bearers: defaultdict[str, dict[Known, bool]] = defaultdict(dict)
        for place in places:
            for form, is_full in _forms(place):
                name = normalise(form).text
                if len(name) >= _SHORTEST and name not in _PLAIN_WORDS:
                    bearers[name][place] = bearers[name].get(place, False) or is_full
        self._found = [(tuple(by_place), any(by_place.values())) for by_place in bearers.values()]
        self._finder = AhoCorasick(list(bearers), matchkind=MatchKind.LeftmostLongest) if bearers else None

    def find(self, text: str) -> Iterator[Hit]:
        """Yield the names in a text of plain form, in reading order; of names that begin together the longest."""
        if self._finder is None:
            return
        for index, start, end in self._finder.find_matches_as_indexes(text):
            places, is_full = self._found[index]
            yield Hit(start=start, end=end, places=places, is_full=is_full)


NOWHERE = Gazetteer(())


def _forms(place: Known) -> Iterator[tuple[str, bool]]:
    """Yield what a place is called, and whether that is a full name. 约定: the short forms people use in speech."""
    name = place.name
    yield from ((form, True) for form in (name, *place.aliases))
    if place.kind in {PlaceKind.PROVINCE, PlaceKind.CITY, PlaceKind.DISTRICT}:
        if len(name) >= _LONGER and name[-1] in "省市区县":
            yield name[:-1], False
    elif place.kind is PlaceKind.STREET and name.endswith("街道"):
        yield from ((name[:-1] + form, True) for form in ("道办事处", "道办", "办"))
    elif place.kind is PlaceKind.COMMUNITY and (committee := _COMMITTEE.search(name)):
        stem = name[: committee.start()]
        forms = ("村", "村委会", "村民委员会") if "村" in committee[0] else ("社区", "居委会", "社区居委会")
        yield from ((stem + form, True) for form in forms)
