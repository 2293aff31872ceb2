"""Centres, regions, units, people, seats."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import count
from typing import Any

from django.db import connection

from huying.domain.actors import SIDES, Actor
from huying.domain.actors import Role as DomainRole
from huying.organisation.models import Centre, Person, Region, Seat, Unit

_IDS = "SELECT nextval(pg_get_serial_sequence('organisation_unit', 'id')) FROM generate_series(1, %s)"
_serial = count(1)
LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)


def create_centre(
    *, name: str = "海城市", level: str = "city", parent: Centre | None = None, is_demo: bool = True
) -> Centre:
    """Make a hotline centre."""
    return Centre.objects.create(
        code=f"c{next(_serial)}", name=name, level=level, parent=parent, area_code="0898", is_demo=is_demo
    )


def create_region(*, centre: Centre, name: str, level: str, parent: Region | None = None) -> Region:
    """Make a place."""
    return Region.objects.create(centre=centre, code=f"r{next(_serial)}", name=name, level=level, parent=parent)


def create_unit(
    *,
    centre: Centre,
    name: str,
    kind: str = "bureau",
    level: str = "city",
    parent: Unit | None = None,
    region: Region | None = None,
) -> Unit:
    """Make a unit; a district is its own district, what lies below it takes it over."""
    (unit,) = create_units(unit_of(centre=centre, name=name, kind=kind, level=level, parent=parent, region=region))
    return unit


def unit_of(*, centre: Centre, name: str, kind: str = "bureau", level: str = "city", **more: Any) -> Unit:
    """Return a unit that is still to be made."""
    return Unit(centre=centre, code=f"u{next(_serial)}", name=name, kind=kind, level=level, **more)


def create_units(*units: Unit) -> tuple[Unit, ...]:
    """Make units, each behind the one it belongs to, in two statements: their paths name their ids."""
    with connection.cursor() as cursor:
        cursor.execute(_IDS, [len(units)])
        ids = [key for (key,) in cursor.fetchall()]
    for unit, key in zip(units, ids, strict=True):
        unit.pk, parent = key, unit.parent
        unit.parent, unit.path = parent, f"{parent.path if parent else ''}{key}."
        is_district = unit.kind == "government" and unit.level == "district"
        unit.district = unit if is_district else parent.district if parent else None
    Unit.objects.bulk_create(units)
    return units


def create_person(*, centre: Centre, name: str) -> Person:
    """Make a person who has chosen a password: 「pass-word-1」."""
    person = _person(centre=centre, name=name)
    person.save()
    return person


def _person(*, centre: Centre, name: str) -> Person:
    person = Person(
        username=f"p{next(_serial)}", display_name=name, centre=centre, must_change_password=False, created_at=LONG_AGO
    )
    person.set_unusable_password()
    return person


def create_actor(*, unit: Unit, role: DomainRole, name: str = "某人") -> Actor:
    """Seat a new person and return the actor that the seat makes."""
    (actor,) = create_actors((unit, role, name))
    return actor


def create_actors(*seats: tuple[Unit, DomainRole, str]) -> list[Actor]:
    """Seat new people by unit, role and name, in two statements; return the actors that the seats make."""
    people = Person.objects.bulk_create([_person(centre=unit.centre, name=name) for unit, _, name in seats])
    Seat.objects.bulk_create(
        Seat(person=person, unit=unit, role=role.value, side=SIDES[role].value, granted_at=LONG_AGO)
        for person, (unit, role, _) in zip(people, seats, strict=True)
    )
    return [
        Actor(
            role=role,
            centre_id=unit.centre_id,
            person_id=person.pk,
            unit_id=unit.pk,
            district_id=unit.district_id,
        )
        for person, (unit, role, _) in zip(people, seats, strict=True)
    ]
