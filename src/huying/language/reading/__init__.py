"""Read what a citizen says: numbers, places, times, sums, names, and which of the five elements are missing."""

from huying.language.reading.amounts import AmountRead
from huying.language.reading.elements import ELEMENT_LABELS, QUESTIONS, Element
from huying.language.reading.gazetteer import NOWHERE, Gazetteer, Known, PlaceKind
from huying.language.reading.names import NameRead
from huying.language.reading.normal import Normal, normalise
from huying.language.reading.places import PlaceRead
from huying.language.reading.times import TimeRead
from huying.language.reading.whole import Reading, reading

__all__ = [
    "ELEMENT_LABELS",
    "NOWHERE",
    "QUESTIONS",
    "AmountRead",
    "Element",
    "Gazetteer",
    "Known",
    "NameRead",
    "Normal",
    "PlaceKind",
    "PlaceRead",
    "Reading",
    "TimeRead",
    "normalise",
    "reading",
]
