"""Centres, regions, units, people, seats."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import count

from huying.domain.actors import SIDES, Actor
from huying.domain.actors import Role as DomainRole
from huying.organisation.models import Centre, Person, Region, Seat, Unit

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
    unit = Unit.objects.create(
        centre=centre,
        code=f"u{next(_serial)}",
        name=name,
        kind=kind,
        level=level,
        parent=parent,
        path="",
        region=region,
        district=parent.district if parent else None,
    )
    unit.path = f"{parent.path if parent else ''}{unit.pk}."
    if kind == "government" and level == "district":
        unit.district = unit
    unit.save()
    return unit


def create_person(*, centre: Centre, name: str) -> Person:
    """Make a person who has chosen a password: 「pass-word-1」."""
    person = Person(
        username=f"p{next(_serial)}", display_name=name, centre=centre, must_change_password=False, created_at=LONG_AGO
    )
    person.set_unusable_password()
    person.save()
    return person


def create_actor(*, unit: Unit, role: DomainRole, name: str = "某人") -> Actor:
    """Seat a new person and return the actor that the seat makes."""
    person = create_person(centre=unit.centre, name=name)
    Seat.objects.create(person=person, unit=unit, role=role.value, side=SIDES[role].value, granted_at=LONG_AGO)
    return Actor(
        role=role,
        centre_id=unit.centre_id,
        person_id=person.pk,
        unit_id=unit.pk,
        district_id=unit.district_id,
    )
