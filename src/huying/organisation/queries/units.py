"""Units: one, many, a branch, who took over."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Q

from huying.domain.actors import Actor
from huying.domain.errors import NotFound
from huying.foundation import memory
from huying.organisation.choices import UnitKind
from huying.organisation.models import Unit


class UnitNotFound(NotFound):
    """No such unit in the actor's centre, or it was switched off."""

    code = "unit_not_found"
    sentence = "没有找到这个单位，或它已停用，请重新选择。"


@dataclass(frozen=True, kw_only=True)
class UnitRow:
    """A unit as lists and choices show it. ``people`` counts those with an open seat."""

    id: int
    code: str
    name: str
    kind: str
    kind_label: str
    level: str
    parent_id: int | None
    district_id: int | None
    path: str
    contact_name: str
    contact_phone: str
    duties: str
    is_active: bool
    successor_id: int | None
    people: int = 0


def _row(unit: Unit, people: int = 0) -> UnitRow:
    return UnitRow(
        id=unit.pk,
        code=unit.code,
        name=unit.name,
        kind=unit.kind,
        kind_label=UnitKind(unit.kind).label,
        level=unit.level,
        parent_id=unit.parent_id,
        district_id=unit.district_id,
        path=unit.path,
        contact_name=unit.contact_name,
        contact_phone=unit.contact_phone,
        duties=unit.duties,
        is_active=unit.is_active,
        successor_id=unit.successor_id,
        people=people,
    )


def unit_for(*, unit_id: int, actor: Actor) -> UnitRow:
    """Return an active unit of the actor's centre; raises ``UnitNotFound``."""
    unit = Unit.objects.filter(pk=unit_id, centre_id=actor.centre_id, is_active=True).first()
    if unit is None:
        raise UnitNotFound
    return _row(unit)


def units_for(*, actor: Actor) -> tuple[UnitRow, ...]:
    """Return every unit of the actor's centre in tree order, with the number of people seated."""
    seated = Count("seats__person", filter=Q(seats__ended_at=None, seats__person__is_active=True), distinct=True)
    rows = Unit.objects.filter(centre_id=actor.centre_id).annotate(people=seated).order_by("path")
    return tuple(_row(unit, unit.people) for unit in rows)


@memory.kept_a_minute
def unit_names(*, centre_id: int) -> tuple[tuple[int, str], ...]:
    """Return id and name of every unit of a centre, in tree order, for lists to choose from; as of this minute."""
    return tuple(Unit.objects.filter(centre_id=centre_id).order_by("path").values_list("pk", "name"))


@memory.kept_a_minute
def active_units(*, centre_id: int) -> tuple[UnitRow, ...]:
    """Return the active units of a centre, whoever asks, for rules that run by themselves; as of this minute."""
    return tuple(_row(unit) for unit in Unit.objects.filter(centre_id=centre_id, is_active=True).order_by("pk"))


@dataclass(frozen=True, kw_only=True)
class Succession:
    """A unit that is switched off and the active one that answers for what was its duty."""

    unit: UnitRow
    successor: UnitRow


@memory.kept_a_minute
def successions(*, centre_id: int) -> tuple[Succession, ...]:
    """Return who took over from units switched off, whoever asks; as of this minute. One statement.

    A successor that was switched off in its turn leads on to its own; what ends at a unit switched off is left out.
    """
    rows = Unit.objects.filter(centre_id=centre_id, successor__isnull=False).select_related("successor")
    named = {unit.pk: unit for unit in rows.order_by("pk")}
    found = []
    for unit in named.values():
        last = unit
        while next_one := named.get(last.successor_id or 0):
            last = next_one
        if last.successor and last.successor.is_active:
            found.append(Succession(unit=_row(unit), successor=_row(last.successor)))
    return tuple(found)


def successors(*, centre_id: int) -> dict[int, UnitRow]:
    """Return by id of a unit switched off the active unit that took over, the chain followed; as of this minute."""
    return {one.unit.id: one.successor for one in successions(centre_id=centre_id)}


def children_of(*, unit_id: int, actor: Actor) -> tuple[UnitRow, ...]:
    """Return the active units right below one."""
    rows = Unit.objects.filter(parent_id=unit_id, centre_id=actor.centre_id, is_active=True).order_by("code")
    return tuple(_row(unit) for unit in rows)


def districts_of(*, unit_ids: set[int]) -> dict[int, int | None]:
    """Return the district above each unit, ``None`` for one of the city."""
    return dict(Unit.objects.filter(pk__in=unit_ids).values_list("pk", "district_id"))


def level_of(*, unit_id: int) -> str:
    """Return the level of a unit, switched off or not."""
    return Unit.objects.values_list("level", flat=True).get(pk=unit_id)


def names_of(*, unit_ids: set[int]) -> dict[int, str]:
    """Return the names of units by id, switched off or not; a new name may take a minute."""
    known = _names_of_this_minute()
    if missing := unit_ids - known.keys():
        known.update(Unit.objects.filter(pk__in=missing).values_list("pk", "name"))
    return {unit: known[unit] for unit in unit_ids if unit in known}


def names_with_successors(*, unit_ids: set[int], centre_id: int) -> dict[int, str]:
    """Return the names of units by id; of one that was taken over: 「原甲局（现由乙局承接）」. As of this minute."""
    taken = successors(centre_id=centre_id)
    names = names_of(unit_ids=unit_ids)
    return {key: f"原{name}（现由{taken[key].name}承接）" if key in taken else name for key, name in names.items()}


@memory.kept_a_minute
def code_of(*, unit_id: int) -> str:
    """Return the code of a unit, switched off or not; as of this minute."""
    return Unit.objects.values_list("code", flat=True).get(pk=unit_id)


# 街乡、开发区、区政府: those who govern a place, and may call others to it.
_PLACES = {UnitKind.STREET, UnitKind.ZONE, UnitKind.GOVERNMENT}


@memory.kept_a_minute
def is_place(*, unit_id: int) -> bool:
    """Say whether a unit governs a place (street, town, zone, district); a change may take a minute."""
    return Unit.objects.filter(pk=unit_id, kind__in=_PLACES).exists()


@memory.kept_a_minute
def _names_of_this_minute() -> dict[int, str]:
    return {}
