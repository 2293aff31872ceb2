"""What a text says, read against a centre's own places: a proposal for whoever takes the demand down.

A reading that fails is logged and is no reading: nobody waits for it and nothing is refused for it.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from huying.foundation import clock
from huying.language.reading import ELEMENT_LABELS, QUESTIONS, PlaceRead, Reading, reading
from huying.organisation.queries.gazetteer import PlaceAnswer, gazetteer_of, places_answered

_log = logging.getLogger(__name__)


@dataclass(frozen=True, kw_only=True)
class Heard:
    """What was heard in a text. ``place_text`` and ``chain`` are of the place a visit would go to.

    ``chain`` holds its regions, the smallest first; ``missing`` are the elements not given, each with what to ask.
    """

    place_text: str
    chain: tuple[int, ...]
    places: tuple[PlaceAnswer, ...]
    times: tuple[str, ...]
    amounts: tuple[str, ...]
    people: tuple[str, ...]
    firms: tuple[str, ...]
    missing: tuple[tuple[str, str], ...]


def heard_in(*, text: str, centre_id: int, at: datetime) -> Heard | None:
    """Return what a text says as of ``at``, ``None`` where it could not be read."""
    gazetteer = gazetteer_of(centre_id=centre_id)
    try:
        found = reading(text, at=at.astimezone(clock.SHANGHAI), gazetteer=gazetteer)
    except Exception as fault:  # noqa: BLE001  # the demand is taken down all the same
        # The kind of failure alone: a citizen's words do not belong in a log.
        _log.warning("a text could not be read: %s", type(fault).__name__)
        return None
    return _heard(found, centre_id)


def _heard(found: Reading, centre_id: int) -> Heard:
    place = found.place
    return Heard(
        place_text=_address(place) if place and place.is_exact else "",
        chain=place.chain if place else (),
        places=places_answered(places=found.places, centre_id=centre_id),
        times=_once(one.words for one in found.times),
        amounts=_once(one.words for one in found.amounts),
        people=_once(one.words for one in found.people),
        firms=_once(one.words for one in found.firms),
        missing=tuple((ELEMENT_LABELS[element], QUESTIONS[element]) for element in found.missing),
    )


def _address(place: PlaceRead) -> str:
    return f"{place.words}{place.beside}"


def _once(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(words))
