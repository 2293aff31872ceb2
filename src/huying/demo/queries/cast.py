"""Who works in the invented city, and how well their units do."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from random import Random

from huying.catalogue.choices import CatalogueKind
from huying.catalogue.models import CatalogueVersion, Duty, Matter
from huying.domain.actors import Actor, Role
from huying.domain.workdays import Calendar
from huying.organisation.choices import UnitKind
from huying.organisation.models import Region, Seat, Unit
from huying.policy.queries import calendar_of


@dataclass(frozen=True, kw_only=True)
class Quality:
    """How a unit does: shares of its orders that end late, unsolved, or are left lying."""

    late: float
    unsolved: float
    stuck: float


@dataclass(frozen=True, kw_only=True)
class Cast:
    """Everything of the city that an order meets; codes lead to ids."""

    centre_id: int
    hotline_id: int
    calendar: Calendar
    seats: Mapping[int, Mapping[Role, tuple[Actor, ...]]]
    units: Mapping[str, int]
    governs: Mapping[str, int]
    streets: frozenset[int]
    regions: Mapping[str, int]
    matters: Mapping[str, int]
    districts: Mapping[int, int | None]
    duties: Mapping[str, int | None]
    quality: Mapping[int, Quality]

    def one(self, rng: Random, unit_id: int, role: Role) -> Actor:
        """Draw somebody with a role at a unit."""
        return rng.choice(self.seats[unit_id][role])

    def lead_of(self, matter: str, street: str, lead: str) -> int:
        """Return the unit that a matter goes to: the one said, that of the duty list, or the street of the place."""
        if lead and lead != "street":
            return self.units[lead]
        return (None if lead else self.duties.get(matter[:4])) or self.governs[street]


def cast_of(*, centre_id: int, seed: int) -> Cast:
    """Read the whole city once; raises ``DoesNotExist`` where there is none."""
    seats: dict[int, dict[Role, tuple[Actor, ...]]] = defaultdict(lambda: defaultdict(tuple))
    for seat in Seat.objects.filter(unit__centre_id=centre_id, ended_at=None).select_related("unit").order_by("id"):
        role = Role(seat.role)
        actor = Actor(
            role=role,
            centre_id=centre_id,
            person_id=seat.person_id,
            unit_id=seat.unit_id,
            district_id=seat.unit.district_id,
        )
        seats[seat.unit_id][role] += (actor,)
    units = list(Unit.objects.filter(centre_id=centre_id).select_related("region").order_by("id"))
    matters = CatalogueVersion.objects.filter(centre_id=centre_id, kind=CatalogueKind.MATTERS).earliest("number")
    return Cast(
        centre_id=centre_id,
        hotline_id=next(unit.pk for unit in units if unit.kind == UnitKind.HOTLINE),
        calendar=calendar_of(centre_id=centre_id),
        seats=seats,
        units={unit.code: unit.pk for unit in units},
        governs={unit.region.code: unit.pk for unit in units if unit.region},
        streets=frozenset(unit.pk for unit in units if unit.kind == UnitKind.STREET),
        regions=dict(Region.objects.filter(centre_id=centre_id).values_list("code", "pk")),
        districts={unit.pk: unit.district_id for unit in units},
        duties=dict(
            Duty.objects.filter(version__centre_id=centre_id, region=None).values_list("matter_code", "lead_unit_id")
        ),
        matters=dict(Matter.objects.filter(version=matters).values_list("code", "pk")),
        quality={unit.pk: _quality(seed, unit.code) for unit in units},
    )


def _quality(seed: int, code: str) -> Quality:
    """Return how a unit does by its code: one in eight does visibly worse."""
    rng = Random(f"{seed}/unit/{code}")  # noqa: S311  # a demonstration, no secret
    if rng.random() < 1 / 8:
        return Quality(late=rng.uniform(0.06, 0.16), unsolved=rng.uniform(0.18, 0.32), stuck=0.03)
    return Quality(late=rng.uniform(0.003, 0.025), unsolved=rng.uniform(0.03, 0.1), stuck=0.006)
