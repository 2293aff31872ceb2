"""The rest of the city: districts, streets, communities and grids by the words of ``names.toml``."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

from huying.demo.queries.invented import city, names
from huying.organisation.choices import Level, UnitKind

_DISTRICT_HAS = 21  # streets and towns; the last two districts have fewer
_STREETS = 326  # beside the four of city.toml


@dataclass(frozen=True, kw_only=True)
class Place:
    """A place and the unit that governs it; both bear ``code`` and stand under ``parent``."""

    code: str
    name: str
    level: Level
    parent: str
    unit_name: str
    kind: UnitKind
    is_town: bool = False


def places() -> Iterator[Place]:
    """Yield every place that ``city.toml`` does not name, those above before those below."""
    streets = iter(_street_names())
    left = _STREETS
    named = [row[0] for row in city()["regions"]["rows"] if row[2] == Level.DISTRICT]
    for number, code in enumerate([*named, *(f"46{n:02d}" for n in range(3, 3 + len(names()["districts"])))]):
        if code not in named:
            yield _district(code, names()["districts"][number - len(named)])
        for street in range(min(left, _DISTRICT_HAS)):
            left -= 1
            yield from _street(f"{code}{street + 10}", next(streets), code, number=street)


def _street_names() -> list[str]:
    """Return all names, so mixed that neighbours differ."""
    both = [first + second for first, second in product(names()["first"], names()["second"])]
    return [both[(number * 97) % len(both)] for number in range(_STREETS)]


def _district(code: str, name: str) -> Place:
    return Place(
        code=code,
        name=name,
        level=Level.DISTRICT,
        parent="46",
        unit_name=f"{name}人民政府",
        kind=UnitKind.GOVERNMENT,
    )


def _street(code: str, name: str, above: str, *, number: int) -> Iterator[Place]:
    is_town = number % 3 == 2  # noqa: PLR2004  # every third is a town
    yield Place(
        code=code,
        name=f"{name}{'镇' if is_town else '街道'}",
        level=Level.STREET,
        parent=above,
        unit_name=f"{name}镇人民政府" if is_town else f"{name}街道办事处",
        kind=UnitKind.STREET,
        is_town=is_town,
    )
    words = names()["villages" if is_town else "quarters"]
    for which in range(2):
        below = f"{code}{which + 1:02d}"
        word = words[(int(code) * 13 // 7 + which * 5) % len(words)]
        community = f"{word}{'村' if is_town else '社区'}"
        yield Place(
            code=below,
            name=community,
            level=Level.COMMUNITY,
            parent=code,
            unit_name=f"{community}{'村委会' if is_town else '居委会'}",
            kind=UnitKind.COMMUNITY,
            is_town=is_town,
        )
        if which == 0:
            yield Place(
                code=f"{below}01",
                name=f"{community}第一网格",
                level=Level.GRID,
                parent=below,
                unit_name=f"{community}第一网格",
                kind=UnitKind.GRID,
                is_town=is_town,
            )
