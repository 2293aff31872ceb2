"""Who calls about what, where and when: the same seed gives the same calls."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cache, lru_cache
from random import Random
from typing import Any

from huying.demo.queries.growth import places
from huying.demo.queries.invented import city, names, texts
from huying.demo.queries.seasons import moment, season
from huying.demo.queries.sides import SHOWN, Side, drawn, fits, shown
from huying.domain.policies import OrderKind, Urgency
from huying.foundation.clock import SHANGHAI
from huying.intake.choices import Route
from huying.organisation.choices import Level
from huying.workorders.choices import Channel

FIRST_WAVE, WAVE = 200, 1000
# Of the first wave: such that are sent back to be done again, and such that wait for the reviewer.
REWORKED, REVIEWED = range(34, 42), range(42, 48)
# One burst in a wave: so many of its calls.
BURST = 40
_CHANNELS = {Channel.PHONE: 74, Channel.WEB: 8, Channel.APP: 13, Channel.MAILBOX: 3, Channel.WALK_IN: 2}
_PEOPLE = 9_000_000
_REGULARS = 400
_REGULAR, _SETTLED, _PROGRESS, _SECRET, _ANONYMOUS = 0.13, 0.09, 0.12, 0.025, 0.06
_NEAR, _NAMED = 0.3, 2
# How often a regular brings up the same thing again.
_AGAIN = 0.7
_LATELY, _JUST_NOW = 0.55, 0.14
_LATELY_DAYS, _JUST_NOW_MINUTES = 13, 50
_ESTATES = 60


@dataclass(frozen=True, kw_only=True)
class Call:
    """One demand before anybody has heard it. ``street`` and ``community`` are codes of places.

    ``lead`` is the unit's code where the duty list is too coarse, ``street`` for the street of the place;
    ``done`` what will be done about it. ``burst`` is the number of the burst it belongs to, ``is_last`` its last.
    ``is_again``: the caller brings it up again. ``side`` is the side road that it takes and ``way`` how it goes there;
    ``also`` what else was said, which becomes an order of its own.
    """

    number: int
    at: datetime
    channel: Channel
    kind: OrderKind
    urgency: Urgency
    route: Route
    matter: str
    title: str
    original: str
    transfer: str
    reason: str
    place: str
    street: str
    community: str
    phone: str
    name: str
    is_secret: bool
    lead: str
    done: tuple[str, ...]
    burst: int | None = None
    is_last: bool = False
    is_again: bool = False
    side: Side | None = None
    way: str = ""
    also: Call | None = None


def calls_between(*, seed: int, first: int, end: int, until: datetime) -> Iterator[Call]:
    """Yield the calls from the ``first``-th to the one before the ``end``-th, as they are loaded.

    They come in waves, each with the oldest call first: one of 200, mostly of the last days so that its
    orders show every state, then waves of 1000 from the whole year.
    """
    number, wave = 0, 0
    while number < end:
        size = FIRST_WAVE if wave == 0 else WAVE
        if number + size > first:
            yield from _wave(seed, wave, until)[max(0, first - number) : end - number]
        number, wave = number + size, wave + 1


@lru_cache(maxsize=2)
def _wave(seed: int, wave: int, until: datetime) -> tuple[Call, ...]:
    first = 0 if wave == 0 else FIRST_WAVE + (wave - 1) * WAVE
    size = FIRST_WAVE if wave == 0 else WAVE
    burst = BURST // 2 if wave == 0 else BURST
    found = [_call(seed, first + n, wave=wave, until=until, in_burst=n < burst) for n in range(size)]
    calls = sorted(found, key=lambda call: (call.at, call.number))
    last = max(at for at, call in enumerate(calls) if call.burst is not None and call.route is Route.DISPATCH)
    calls[last] = replace(calls[last], is_last=True)
    return tuple(calls)


def _call(seed: int, number: int, *, wave: int, until: datetime, in_burst: bool) -> Call:
    rng = Random(f"{seed}/call/{number}")  # noqa: S311  # a demonstration, no secret
    if in_burst:
        return _burst_call(rng, seed, number, wave=wave, until=until)
    is_shown = wave == 0 and number in SHOWN
    caller = _caller(rng, seed, is_near=wave == 0 and (is_shown or rng.random() < _NEAR))
    at = _moment(rng, number, wave=wave, until=until)
    # The first wave shows every way of settling a demand at the door.
    ways = len(texts()["settled"]["rows"])
    way = number - BURST // 2 if number < BURST // 2 + ways else -1
    is_kept = is_shown or number in REWORKED or number in REVIEWED
    if way >= 0 or (rng.random() < _SETTLED and not is_kept):
        return _settled_call(rng, number, at=at, caller=caller, way=way)
    side, way_there = shown(number)[:2] if is_shown else (None, "") if is_kept else drawn(rng)
    theme = caller["theme"] if side is None and not is_kept and rng.random() < _AGAIN else None
    matter = theme or _matter(rng, month=at.astimezone(SHANGHAI).month, side=side, way=way_there)
    if "夜" in matter["title"] and wave:
        at = moment(rng=rng, until=until, at_night=True)
    call = _demand(Random(caller["life"]) if theme else rng, matter, number=number, at=at, caller=caller)  # noqa: S311
    is_secret = rng.random() < _SECRET and call.kind in {OrderKind.COMPLAINT, OrderKind.REPORT} and not side
    is_chasing = not is_secret and not side and not theme and rng.random() < _PROGRESS
    return replace(
        call,
        channel=Channel.PHONE if is_shown else call.channel,
        route=Route.PROGRESS if is_chasing else Route.DISPATCH,
        reason="已告知该诉求正在办理，经办单位将主动与其联系。" if is_chasing else "",
        is_secret=is_secret,
        is_again=theme is not None,
        side=side,
        way=way_there,
        also=_demand(rng, _matter(rng, month=4, side=side, way=way_there), number=number, at=at, caller=caller)
        if side is Side.SPLIT
        else None,
    )


def _demand(rng: Random, matter: Mapping[str, Any], *, number: int, at: datetime, caller: Mapping[str, Any]) -> Call:
    """Put a matter into the caller's words."""
    title, where, kind = matter["title"], matter["where"], matter["kind"]
    spot = _spot(rng, where, caller)
    return Call(
        **_of(caller, rng),
        number=number,
        at=at,
        kind=OrderKind(kind),
        urgency=Urgency(matter["urgency"]),
        route=Route.DISPATCH,
        matter=matter["code"],
        title=title if where == "none" else f"反映{_short(spot)}{title}",
        original=_speech(rng, where=where, kind=kind, says=matter["says"], spot=spot, street=caller["street_name"]),
        transfer=f"诉求人反映：{spot or caller['street_name']}{title}。{rng.choice(matter['says'])}。请核实并答复。",
        reason="",
        place=spot,
        is_secret=False,
        lead=matter["lead"],
        done=tuple(matter["done"]),
    )


def _settled_call(rng: Random, number: int, *, at: datetime, caller: Mapping[str, Any], way: int) -> Call:
    ways = texts()["settled"]["rows"]
    route, kind, matter, title, said, told = ways[way] if way in range(len(ways)) else rng.choice(ways)
    return Call(
        **_of(caller, rng),
        number=number,
        at=at,
        kind=OrderKind(kind),
        urgency=Urgency.ORDINARY if route != "emergency" else Urgency.EMERGENCY,
        route=Route(route),
        matter=matter,
        title=title,
        original=said,
        transfer=said,
        reason=told,
        place="",
        is_secret=False,
        lead="",
        done=(),
    )


def _burst_call(rng: Random, seed: int, number: int, *, wave: int, until: datetime) -> Call:
    """Draw one of many calls about one thing: from one community, within hours."""
    same = Random(f"{seed}/burst/{wave}")  # noqa: S311
    kinds = texts()["bursts"]["rows"]
    matter, lead, urgency, kind, name, title, says, done = kinds[wave % len(kinds)]
    street, community, street_name, community_name = same.choice(_communities())
    begins = until - timedelta(hours=9) if wave == 0 else moment(rng=same, until=until - timedelta(days=1))
    while name == "heat" and begins.astimezone(SHANGHAI).month not in {11, 12, 1, 2, 3}:
        begins = moment(rng=same, until=until - timedelta(days=1))
    hours = 60 if name == "estate" else 7
    caller = {**_caller(rng, seed), "street": street, "community": community, "street_name": street_name}
    caller["community_name"] = community_name
    spot = _spot(rng, "home", caller)
    return Call(
        **_of(caller, rng),
        number=number,
        at=begins + timedelta(hours=hours) * rng.betavariate(1.2, 3),
        kind=OrderKind(kind),
        urgency=Urgency(urgency),
        route=Route.PROGRESS if rng.random() < 0.3 else Route.DISPATCH,  # noqa: PLR2004
        matter=matter,
        title=f"{community_name}{title}",
        original=f"我住{spot}，{rng.choice(says)}，{rng.choice(texts()['speech']['want'][kind])}。",
        transfer=f"诉求人反映：{spot}{title}。{rng.choice(says)}。同一地点多人来电，请一并处理。",
        reason="已告知抢修和处理的进展，恢复后将统一答复。",
        place=spot,
        is_secret=False,
        lead=lead,
        done=tuple(done),
        burst=wave,
    )


def _moment(rng: Random, number: int, *, wave: int, until: datetime) -> datetime:
    if number in REWORKED or number in REVIEWED:
        return until - timedelta(days=8 if number in REWORKED else 4) - timedelta(days=2) * rng.random()
    if wave == 0 and number in SHOWN:
        days = shown(number)[2]
        return until - (timedelta(days=days) if days else timedelta(minutes=40)) - timedelta(minutes=15) * rng.random()
    share = rng.random()
    if wave == 0 and share < _JUST_NOW:
        return until - timedelta(minutes=_JUST_NOW_MINUTES) * rng.random()
    if wave == 0 and share < _JUST_NOW + _LATELY:
        return until - timedelta(days=_LATELY_DAYS) * rng.random()
    return moment(rng=rng, until=until)


@cache
def _communities() -> tuple[tuple[str, str, str, str], ...]:
    """Return street code, community code and both names; those of ``city.toml`` first, where most callers live."""
    named = [(code, name, level, above) for code, name, level, above in city()["regions"]["rows"]]
    grown = [(place.code, place.name, place.level.value, place.parent) for place in places()]
    streets = {code: name for code, name, level, _ in named + grown if level == Level.STREET}
    return tuple(
        (above, code, streets[above], name) for code, name, level, above in named + grown if level == Level.COMMUNITY
    )


def _caller(rng: Random, seed: int, *, is_near: bool = False) -> dict[str, Any]:
    """Draw who calls; one in eight is a regular, and few of those call most. Near is where the named accounts work."""
    is_regular = rng.random() < _REGULAR
    person = int(_REGULARS * rng.random() ** 2) if is_regular else rng.randrange(_REGULARS, _PEOPLE)
    own = Random(f"{seed}/person/{person}")  # noqa: S311
    # Some streets have many more callers than others.
    street, community, street_name, community_name = _communities()[
        int(_NAMED * own.random()) if is_near else int(len(_communities()) * own.random() ** 1.7)
    ]
    return {
        "phone": f"0460-1{1_000_000 + person:07d}",
        "name": own.choice(names()["surnames"]) + own.choice(names()["given"]),
        "street": street,
        "community": community,
        "street_name": street_name,
        "community_name": community_name,
        "building": own.randrange(1, _ESTATES),
        "theme": own.choice(_themes()) if is_regular else None,
        "life": f"{seed}/theme/{person}",
    }


def _of(caller: Mapping[str, Any], rng: Random) -> dict[str, Any]:
    (channel,) = rng.choices(list(_CHANNELS), weights=list(_CHANNELS.values()))
    return {
        "channel": channel,
        "street": caller["street"],
        "community": caller["community"],
        "phone": caller["phone"],
        "name": "" if rng.random() < _ANONYMOUS else caller["name"],
    }


@cache
def _matters() -> tuple[dict[str, Any], ...]:
    names_of_columns = ("code", "title", "where", "weight", "season", "kind", "urgency", "lead", "says", "done")
    return tuple(dict(zip(names_of_columns, row, strict=True)) for row in texts()["matters"]["rows"])


@cache
def _weights(month: int, side: Side | None, way: str) -> tuple[float, ...]:
    return tuple(
        row["weight"] * season(row["season"], month=month) if fits(side, way, row) else 0.0 for row in _matters()
    )


def _matter(rng: Random, *, month: int, side: Side | None, way: str) -> Mapping[str, Any]:
    (row,) = rng.choices(_matters(), weights=_weights(month, side, way))
    return row


@cache
def _themes() -> tuple[Mapping[str, Any], ...]:
    """Return what the same person brings up again and again: what happens at home, in any season."""
    return tuple(row for row in _matters() if (row["where"], row["season"]) == ("home", "all") and row["urgency"] != 1)


def _spot(rng: Random, where: str, caller: Mapping[str, Any]) -> str:
    """Return the place as callers name it."""
    words, near = names(), caller["community_name"]
    road = f"{caller['street_name']}{rng.choice(words['roads'])}"
    if where == "home":
        building = caller["building"]
        return f"{near}{building}号" if near.endswith("村") else f"{near}{building}号楼{rng.randrange(1, 5)}单元"
    if where == "road":
        crossing = f"{road}与{rng.choice(words['roads'])}交叉口"
        return crossing if rng.random() < 0.5 else f"{road}{near}门口"  # noqa: PLR2004
    if where in words["shops"]:
        return f"{road}{rng.randrange(1, 300)}号{rng.choice(words['shops'][where])}"
    return {
        "village": f"{caller['street_name']}{near}",
        "site": f"{road}{rng.choice(words['works'])}",
        "none": "",
    }[where]


def _short(spot: str) -> str:
    """Leave out of a title what only the address needs."""
    return spot.split("号楼", maxsplit=1)[0] + "号楼" if "号楼" in spot else spot


def _speech(rng: Random, *, where: str, kind: str, says: Sequence[str], spot: str, street: str) -> str:
    speech = texts()["speech"]
    opening = rng.choice(speech["opening"].get(where, speech["opening"]["shop"])).format(spot=spot, street=street)
    wanted = rng.choice(speech["want"][kind])
    if kind in {"consultation", "suggestion"}:
        return (
            f"{opening}{rng.choice(says)}？{wanted}。"
            if kind == "consultation"
            else f"{opening}{rng.choice(says)}，{wanted}。"
        )
    more = f"，{rng.choice(says)}" if rng.random() < 0.25 else ""  # noqa: PLR2004
    said, since = rng.choice(says), rng.choice(speech["sudden" if kind == "help" else "since"])
    return f"{opening}{said}{'' if said in more else more}，{since}，{wanted}。"
