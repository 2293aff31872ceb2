"""An invented city of ordinary size: 16 districts, some 350 units, and the people who are timed."""

from __future__ import annotations

import csv
import tomllib
from dataclasses import dataclass
from datetime import datetime, timedelta

from huying.catalogue.actions.publish_matters import publish_matters
from huying.domain.actors import Actor, Role, policy_actor
from huying.domain.catalogue_drafts import MatterDraft
from huying.foundation import reference
from huying.foundation.commit import one_commit
from huying.organisation.actions.create_centre import create_centre
from huying.organisation.actions.create_person import create_person
from huying.organisation.actions.create_region import create_region
from huying.organisation.actions.create_unit import create_unit
from huying.organisation.actions.grant_seat import grant_seat
from huying.organisation.choices import CentreLevel, Level, UnitKind
from huying.organisation.models import Person
from huying.organisation.queries.seats import seats_of
from huying.policy.actions.publish_policy import publish_policy

_DISTRICTS, _STREETS, _COMMUNITIES, _BUREAUS = 16, 10, 1, 40
_BEFORE = timedelta(days=1000)


@dataclass(frozen=True, kw_only=True)
class City:
    """Who is timed: an operator, a dispatcher of the whole city, a leader of a district, a clerk of a street."""

    operator: Actor
    city: Actor
    district: Actor
    street: Actor

    @property
    def readers(self) -> dict[str, Actor]:
        """Return those whose queues are timed, by name."""
        return {"street": self.street, "district": self.district, "city": self.city}


def make_city(*, at: datetime) -> City:
    """Write the city by the product's own actions."""
    with one_commit():
        nobody = policy_actor(centre_id=0, name="benchmark")
        centre = create_centre(
            code="bench", name="大市12345", level=CentreLevel.CITY, actor=nobody, area_code="0460", is_demo=True
        )
        actor = policy_actor(centre_id=centre.pk, name="benchmark")
        _publish(actor, at=at)
        hotline, district, street = _units(actor)
        seats = (
            ("operator", hotline, Role.OPERATOR),
            ("dispatcher", hotline, Role.DISPATCHER),
            ("leader", district, Role.LEADER),
            ("clerk", street, Role.CLERK),
        )
        operator, city, leader, clerk = (seated(*seat, actor=actor, at=at) for seat in seats)
    return City(operator=operator, city=city, district=leader, street=clerk)


def _publish(actor: Actor, *, at: datetime) -> None:
    profile = reference.folder() / "policies" / "national.toml"
    body = tomllib.loads(profile.read_text())
    publish_policy(body=body, effective_from=at - _BEFORE, note="national", after=0, actor=actor, at=at)
    with (reference.folder() / "topics" / "db44t2479.csv").open(encoding="utf-8") as file:
        matters = [
            MatterDraft(line=line, code=row["code"], name=row["name"], parent_code=row["parent_code"])
            for line, row in enumerate(csv.DictReader(file), start=2)
        ]
    publish_matters(drafts=matters, effective_from=at - _BEFORE, note="DB44/T 2479", after=0, actor=actor, at=at)


def _units(actor: Actor) -> tuple[int, int, int]:
    """Make places and units; return the hotline, one district and its busiest street."""
    top = create_region(code="1", name="大市", level=Level.CITY, actor=actor).pk
    hotline = create_unit(code="rx", name="大市热线中心", kind=UnitKind.HOTLINE, level=Level.CITY, actor=actor).pk
    government = create_unit(
        code="sz", name="大市人民政府", kind=UnitKind.GOVERNMENT, level=Level.CITY, actor=actor, region_id=top
    ).pk
    for number in range(_BUREAUS):
        create_unit(
            code=f"b{number}",
            name=f"市第{number + 1}局",
            kind=UnitKind.BUREAU,
            level=Level.CITY,
            actor=actor,
            parent_id=government,
        )
    districts = [_district(number, government, top, actor) for number in range(_DISTRICTS)]
    return hotline, *districts[0]


def _district(number: int, government: int, top: int, actor: Actor) -> tuple[int, int]:
    """Make a district with its streets and their communities; return it and its first street."""
    made: list[int] = []

    def place(code: str, name: str, kind: UnitKind, level: Level, above: tuple[int, int]) -> tuple[int, int]:
        region = create_region(code=code, name=name, level=level, actor=actor, parent_id=above[1]).pk
        unit = create_unit(
            code=code, name=f"{name}办", kind=kind, level=level, actor=actor, parent_id=above[0], region_id=region
        ).pk
        made.append(unit)
        return unit, region

    code = f"1{number:02d}"
    here = place(code, f"第{number + 1}区", UnitKind.GOVERNMENT, Level.DISTRICT, (government, top))
    for street in range(_STREETS):
        name = f"第{number + 1}区{street + 1}号街道"
        below = place(f"{code}{street:02d}", name, UnitKind.STREET, Level.STREET, here)
        place(f"{code}{street:02d}01", f"{name}一社区", UnitKind.COMMUNITY, Level.COMMUNITY, below)
    return made[0], made[1]


def seated(username: str, unit_id: int, role: Role, *, actor: Actor, at: datetime) -> Actor:
    """Make a person who has chosen a password, seat them, and return who they act as."""
    person = create_person(username=username, display_name=username, actor=actor, at=at)
    grant_seat(person_id=person.pk, unit_id=unit_id, role=role, actor=actor, at=at)
    Person.objects.filter(pk=person.pk).update(must_change_password=False)
    (seat,) = seats_of(person_id=person.pk)
    return seat.actor
