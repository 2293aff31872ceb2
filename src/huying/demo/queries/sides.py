"""Which side road an order of the demonstration takes, and how it goes there. 约定: shares of our own, no city's."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum
from random import Random
from typing import Any

FIRST_SHOWN = 48


class Side(StrEnum):
    """A side road."""

    RETURN = "return"
    CONFERENCE = "conference"
    WHISTLE = "whistle"
    ESCALATION = "escalation"
    INSTRUCTION = "instruction"
    SUPERVISION = "supervision"
    EXTENSION = "extension"
    HANGING = "hanging"
    SPLIT = "split"
    UNSIGNED = "unsigned"


# How many of ten thousand orders that are dispatched take it.
_SHARES = {
    Side.RETURN: 380,
    Side.CONFERENCE: 90,
    Side.WHISTLE: 170,
    Side.ESCALATION: 70,
    Side.INSTRUCTION: 60,
    Side.EXTENSION: 330,
    Side.HANGING: 80,
    Side.SPLIT: 40,
    Side.SUPERVISION: 80,
}
# How it goes there, by weight.
_WAYS: dict[Side, dict[str, int]] = {
    Side.RETURN: {"refused": 55, "granted": 27, "conferred": 7, "ruled": 3, "taken_back": 8},
    Side.CONFERENCE: {"decided": 80, "undecided": 20},
    Side.WHISTLE: {"arrived": 68, "late": 14, "no_show": 8, "refused": 10},
    Side.ESCALATION: {"answered": 75, "raised": 25},
    Side.INSTRUCTION: {"reported": 100},
    Side.SUPERVISION: {"accepted": 62, "again": 30, "taken_back": 8},
    Side.EXTENSION: {"granted": 72, "refused": 20, "refused_at_unit": 8},
    Side.HANGING: {"hung": 80, "refused": 12, "ended": 8},
    Side.SPLIT: {"split": 100},
}
# What the first wave shows, each with the days since the call; 0 is within the hour.
_SHOWN: Sequence[tuple[Side, str, int]] = (
    *[(Side.RETURN, way, days) for way, days in (("asked", 0), ("asked", 0), ("refused", 3), ("granted", 4))],
    *[(Side.RETURN, way, days) for way, days in (("conferred", 8), ("ruled", 12), ("taken_back", 5))],
    *[(Side.CONFERENCE, way, days) for way, days in (("called", 0), ("called", 0), ("decided", 5), ("undecided", 6))],
    *[(Side.WHISTLE, way, days) for way, days in (("blown", 1), ("working", 2), ("arrived", 5), ("late", 8))],
    *[(Side.WHISTLE, way, days) for way, days in (("no_show", 9), ("refused", 6))],
    *[(Side.ESCALATION, way, days) for way, days in (("asked", 2), ("asked", 3), ("answered", 6), ("raised", 9))],
    *[(Side.INSTRUCTION, way, days) for way, days in (("given", 2), ("given", 3), ("reported", 7))],
    *[(Side.EXTENSION, way, days) for way, days in (("at_unit", 3), ("at_centre", 3), ("granted", 8), ("refused", 11))],
    *[(Side.HANGING, way, days) for way, days in (("at_unit", 3), ("at_centre", 3), ("hung", 38))],
    *[(Side.HANGING, way, days) for way, days in (("hung", 110), ("written_off", 150), ("ended", 80))],
    (Side.SPLIT, "split", 3),
    *[(Side.UNSIGNED, "left", days) for days in (4, 5)],
    *[(Side.SUPERVISION, way, days) for way, days in (("asked", 2), ("asked", 3), ("to_check", 4), ("again", 9))],
)
LEFT = frozenset({"asked", "called", "blown", "working", "given", "to_check", "at_unit", "at_centre"})
"""Ways that stop before their end, for somebody to take the next step."""
SHOWN = range(FIRST_SHOWN, FIRST_SHOWN + len(_SHOWN))
"""Numbers of the first wave's calls that show a side road each."""


def shown(number: int) -> tuple[Side, str, int]:
    """Return the side road that a call of ``SHOWN`` takes, its way there, and how many days ago it came."""
    return _SHOWN[number - FIRST_SHOWN]


def drawn(rng: Random) -> tuple[Side | None, str]:
    """Draw the side road of an order and its way there; most take none."""
    of_ten_thousand = rng.randrange(10_000)
    for side, share in _SHARES.items():
        of_ten_thousand -= share
        if of_ten_thousand < 0:
            (way,) = rng.choices(list(_WAYS[side]), weights=list(_WAYS[side].values()))
            return side, way
    return None, ""


def fits(side: Side | None, way: str, matter: Mapping[str, Any]) -> bool:
    """Say whether a matter can take a side road: no question or emergency; a street's own where a street acts."""
    if side is None:
        return True
    is_work = matter["kind"] in {"complaint", "report", "help"} and matter["urgency"] != 1
    if side is Side.WHISTLE or way == "at_unit":
        return is_work and matter["lead"] == "street"
    return is_work and (matter["where"] != "none" or side is not Side.HANGING)
