"""Everybody who may touch an order, and some who may not: the cast and more."""

from __future__ import annotations

from dataclasses import dataclass, replace

from huying.domain.actors import Actor, Role, citizen_actor
from huying.organisation.models import Unit
from tests.cast import Cast, create_cast
from tests.factories.organisation import create_actor, create_region, create_unit

CITIZEN, NEIGHBOUR = "citizen", "neighbour"


@dataclass(frozen=True, kw_only=True)
class Troupe:
    """The cast of one profile with a second district and bureau, the city's government, and their people by name."""

    cast: Cast
    far_street: Unit
    water: Unit
    government: Unit
    people: dict[str, Actor]
    citizen: Actor
    extensions: int

    def actor(self, name: str, *, order_id: int, other_id: int) -> Actor:
        """Return who goes by a name; the citizen holds the code of the order, the neighbour that of another."""
        if name in {CITIZEN, NEIGHBOUR}:
            return replace(self.citizen, order_id=order_id if name == CITIZEN else other_id)
        return self.people[name]

    @property
    def names(self) -> tuple[str, ...]:
        """Return every name, in a fixed order."""
        return (*self.people, CITIZEN, NEIGHBOUR)


def create_troupe(*, profile: str) -> Troupe:
    """Make the troupe; like the cast it holds one outsider of another unit and one of another centre."""
    cast = create_cast(profile=profile)
    far = create_region(centre=cast.centre, name="望海区", level="district")
    far_district = create_unit(
        centre=cast.centre, name="望海区人民政府", kind="government", level="district", region=far
    )
    far_street = create_unit(
        centre=cast.centre, name="码头街道办事处", kind="street", level="street", parent=far_district
    )
    water = create_unit(centre=cast.centre, name="市水务局")
    government = create_unit(centre=cast.centre, name="海城市人民政府", kind="government", level="city")
    people = {
        "operator": cast.operator,
        "dispatcher": cast.dispatcher,
        "arbiter": cast.arbiter,
        "followup": cast.followup,
        "supervisor": cast.supervisor,
        "leader": cast.leader,
        "clerk": cast.clerk,
        "reviewer": cast.reviewer,
        "community_worker": cast.community_worker,
        "bureau_clerk": cast.bureau_clerk,
        "bureau_reviewer": create_actor(unit=cast.bureau, role=Role.REVIEWER, name="包审核"),
        "far_clerk": create_actor(unit=far_street, role=Role.CLERK, name="马承办"),
        "far_reviewer": create_actor(unit=far_street, role=Role.REVIEWER, name="孟审核"),
        "water_clerk": create_actor(unit=water, role=Role.CLERK, name="舒水务"),
        "district_leader": create_actor(unit=cast.district, role=Role.LEADER, name="林区长"),
        "district_clerk": create_actor(unit=cast.district, role=Role.CLERK, name="倪区办"),
        "city_leader": create_actor(unit=government, role=Role.LEADER, name="海市长"),
        "city_clerk": create_actor(unit=government, role=Role.CLERK, name="府办事"),
        "auditor": cast.auditor,
        "outsider": cast.outsider,
        "stranger": cast.stranger,
    }
    return Troupe(
        cast=cast,
        far_street=far_street,
        water=water,
        government=government,
        people=people,
        citizen=citizen_actor(centre_id=cast.centre.pk),
        extensions=2 if profile == "beijing" else 1,
    )
