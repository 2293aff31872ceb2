"""The tree of units and the page of one, switched off or not."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.db.models import Count

from huying.domain.actors import Actor
from huying.organisation.choices import LEVEL_ORDER, Level, Role, UnitKind
from huying.organisation.models import Seat, Unit
from huying.organisation.queries.units import UnitNotFound, UnitRow, units_for

# 约定: beyond so many, suggestions while typing weigh more than they help.
_SUGGESTED = 1000


@dataclass(frozen=True, kw_only=True)
class Branch:
    """A unit and those right below it; what lies deeper than a street is only counted."""

    unit: UnitRow
    level_label: str
    below: tuple[Branch, ...]
    hidden: int


@dataclass(frozen=True, kw_only=True)
class UnitPage:
    """One unit with those above it, largest first, those right below it, and who took over from whom.

    ``passed_on``: its successor, the successor of that one and so on, the last being who answers today; ``taken_over``:
    the units that it stands so behind.
    """

    unit: UnitRow
    level_label: str
    region_name: str
    above: tuple[UnitRow, ...]
    below: tuple[UnitRow, ...]
    passed_on: tuple[UnitRow, ...]
    taken_over: tuple[UnitRow, ...]


@dataclass(frozen=True, kw_only=True)
class Strength:
    """What a unit that governs a place can call on: the units below it and the people seated there, by role."""

    communities: int
    grids: int
    people: tuple[tuple[str, int], ...]


@dataclass(frozen=True, kw_only=True)
class Member:
    """Somebody of a task force, and the units that they are of besides."""

    name: str
    role_label: str
    home: str


def strength_of(*, unit: UnitRow) -> Strength | None:
    """Count the forces of a street, town or zone (力量下沉, features C-36); ``None`` for any other unit."""
    if unit.kind not in {UnitKind.STREET, UnitKind.ZONE}:
        return None
    branch = Unit.objects.filter(path__startswith=unit.path, is_active=True)
    kinds = dict(branch.values_list("kind").annotate(count=Count("pk")))
    seats = Seat.objects.filter(unit__in=branch, ended_at=None, person__is_active=True)
    roles = dict(seats.values_list("role").annotate(count=Count("pk")))
    return Strength(
        communities=kinds.get(UnitKind.COMMUNITY, 0),
        grids=kinds.get(UnitKind.GRID, 0),
        people=tuple((str(role.label), roles[role]) for role in Role if role in roles),
    )


def members_of(*, unit: UnitRow) -> tuple[Member, ...]:
    """Return who is of a task force (专班, features C-17) and from where; nobody for any other unit."""
    if unit.kind != UnitKind.TASK_FORCE:
        return ()
    seats = Seat.objects.filter(unit_id=unit.id, ended_at=None, person__is_active=True).select_related("person")
    found = list(seats.order_by("id"))
    homes: dict[int, list[str]] = defaultdict(list)
    elsewhere = Seat.objects.filter(person_id__in=[seat.person_id for seat in found], ended_at=None)
    for person_id, name in elsewhere.exclude(unit_id=unit.id).values_list("person_id", "unit__name").order_by("id"):
        homes[person_id].append(name)
    return tuple(
        Member(
            name=seat.person.display_name,
            role_label=str(Role(seat.role).label),
            home="、".join(dict.fromkeys(homes[seat.person_id])),
        )
        for seat in found
    )


def tree_for(*, actor: Actor) -> tuple[Branch, ...]:
    """Return the active units of the actor's centre as branches, streets being the last level drawn."""
    below: dict[int | None, list[UnitRow]] = defaultdict(list)
    for row in units_for(actor=actor):
        if row.is_active:
            below[row.parent_id].append(row)

    def branch(unit: UnitRow) -> Branch:
        is_last = LEVEL_ORDER[unit.level] >= LEVEL_ORDER[Level.STREET]
        return Branch(
            unit=unit,
            level_label=Level(unit.level).label,
            below=() if is_last else tuple(map(branch, _ordered(below[unit.id]))),
            hidden=len(below[unit.id]) if is_last else 0,
        )

    return tuple(map(branch, _ordered(below[None])))


def suggested_units(*, actor: Actor) -> tuple[UnitRow, ...]:
    """Return the active units of the actor's centre to suggest while somebody types; none where they are too many."""
    active = tuple(row for row in units_for(actor=actor) if row.is_active)
    return active if len(active) <= _SUGGESTED else ()


def units_named(*, actor: Actor, words: str) -> tuple[UnitRow, ...]:
    """Return the active units of the actor's centre with this code or name; else those whose name holds it."""
    rows = [row for row in units_for(actor=actor) if row.is_active]
    first = words.split(maxsplit=1)[0] if words.strip() else ""
    exact = [row for row in rows if row.code in {words, first} or row.name == words]
    return tuple(exact or (row for row in rows if words in row.name))


def unit_page(*, unit_id: int, actor: Actor) -> UnitPage:
    """Return a unit of the actor's centre, active or not; raises ``UnitNotFound``."""
    rows = {row.id: row for row in units_for(actor=actor)}
    unit = rows.get(unit_id)
    if unit is None:
        raise UnitNotFound
    region = Unit.objects.filter(pk=unit_id).values_list("region__name", flat=True).first()
    above = [rows[int(one)] for one in unit.path.rstrip(".").split(".")[:-1] if int(one) in rows]
    return UnitPage(
        unit=unit,
        level_label=Level(unit.level).label,
        region_name=region or "",
        above=tuple(above),
        below=tuple(_ordered([row for row in rows.values() if row.parent_id == unit_id and row.is_active])),
        passed_on=tuple(_passed_on(unit, rows)),
        taken_over=tuple(_ordered([row for row in rows.values() if unit in _passed_on(row, rows)])),
    )


def _passed_on(unit: UnitRow, rows: Mapping[int, UnitRow]) -> Iterator[UnitRow]:
    while unit.successor_id:
        unit = rows[unit.successor_id]
        yield unit


def _ordered(rows: list[UnitRow]) -> list[UnitRow]:
    return sorted(rows, key=lambda row: (LEVEL_ORDER[row.level], row.code))
