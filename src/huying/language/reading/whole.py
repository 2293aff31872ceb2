"""Read a text once, for everything that the house wants to know of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypeVar

from huying.language.masking import Number, numbers_in
from huying.language.reading.amounts import AmountRead, amounts_in
from huying.language.reading.elements import Element, elements_given, elements_wanted
from huying.language.reading.gazetteer import NOWHERE, Gazetteer
from huying.language.reading.names import NameRead, firms_in, people_in
from huying.language.reading.normal import Normal, normalise
from huying.language.reading.places import PlaceRead, places_in
from huying.language.reading.times import TimeRead, times_in

# 约定: who writes more than this has said where and when before.
_READ_AT_MOST = 2000
_Found = TypeVar("_Found", Number, AmountRead, NameRead, TimeRead, PlaceRead)


@dataclass(frozen=True, kw_only=True, slots=True)
class Reading:
    """What a text says. All starts and ends, and ``words``, are of the text as it was given."""

    text: str
    plain: str
    numbers: tuple[Number, ...]
    places: tuple[PlaceRead, ...]
    times: tuple[TimeRead, ...]
    amounts: tuple[AmountRead, ...]
    people: tuple[NameRead, ...]
    firms: tuple[NameRead, ...]
    given: frozenset[Element]
    missing: tuple[Element, ...]

    @property
    def place(self) -> PlaceRead | None:
        """Return the place that a visit would go to: the most exact one, of equal ones the first."""
        return max(self.places, key=_exactness, default=None)


def reading(text: str, *, at: datetime, gazetteer: Gazetteer = NOWHERE) -> Reading:
    """Read a text as of the aware moment ``at``; of a very long one only the beginning."""
    normal = normalise(text[:_READ_AT_MOST])
    plain = normal.text
    places, times = places_in(plain, gazetteer=gazetteer), tuple(times_in(plain, at=at))
    people, firms = tuple(people_in(plain)), tuple(firms_in(plain))
    given = elements_given(
        plain,
        has_time=bool(times),
        has_place=any(place.is_exact for place in places),
        has_name=bool(people or firms),
    )
    return Reading(
        text=text,
        plain=plain,
        numbers=_in_original(numbers_in(plain), normal),
        places=tuple(_parts_in_original(place, normal) for place in places),
        times=_in_original(times, normal),
        amounts=_in_original(amounts_in(plain), normal),
        people=_in_original(people, normal),
        firms=_in_original(firms, normal),
        given=given,
        missing=tuple(element for element in elements_wanted(plain) if element not in given),
    )


def _in_original(found: Iterable[_Found], normal: Normal) -> tuple[_Found, ...]:
    return tuple(_moved(one, normal) for one in found)


def _moved(one: _Found, normal: Normal) -> _Found:
    start, end = normal.span(one.start, one.end)
    if isinstance(one, Number):
        return replace(one, start=start, end=end)
    return replace(one, start=start, end=end, words=normal.original[start:end])


def _parts_in_original(place: PlaceRead, normal: Normal) -> PlaceRead:
    spans = [(part, *normal.span(part.start, part.end)) for part in place.parts]
    return replace(_moved(place, normal), parts=tuple(replace(part, start=s, end=e) for part, s, e in spans))


def _exactness(place: PlaceRead) -> tuple[bool, int, int]:
    return place.is_exact, len(place.parts) + place.is_crossing, len(place.chain)
