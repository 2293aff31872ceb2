"""接入情况: which units have somebody at work in the platform (B-07)."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q

from huying.domain.actors import Actor
from huying.organisation.choices import LEVEL_ORDER, Level, UnitKind
from huying.organisation.models import Seat, Unit

_LISTED = 300


@dataclass(frozen=True, kw_only=True)
class CoverageLine:
    """Units of one kind and level: how many there are, and how many have somebody seated."""

    kind_label: str
    level_label: str
    units: int
    seated: int

    @property
    def empty(self) -> int:
        """Return how many have nobody."""
        return self.units - self.seated

    @property
    def percent(self) -> int:
        """Return the seated ones in whole percent, never rounded up to 100."""
        return 100 * self.seated // self.units


@dataclass(frozen=True, kw_only=True)
class EmptyUnit:
    """A unit nobody is seated for."""

    id: int
    name: str
    kind_label: str
    level_label: str
    contact: str


@dataclass(frozen=True, kw_only=True)
class Coverage:
    """The lines by level and kind, their sum, and the first few hundred units with nobody."""

    lines: tuple[CoverageLine, ...]
    units: int
    seated: int
    empty: tuple[EmptyUnit, ...]


def coverage_for(*, actor: Actor) -> Coverage:
    """Count the active units of the actor's centre, by level and kind."""
    seat = Seat.objects.filter(unit=OuterRef("pk"), ended_at=None, person__is_active=True)
    units = Unit.objects.filter(centre_id=actor.centre_id, is_active=True).annotate(is_seated=Exists(seat))
    counts = units.values("level", "kind").annotate(units=Count("pk"), seated=Count("pk", filter=Q(is_seated=True)))
    lines = tuple(
        CoverageLine(
            kind_label=UnitKind(row["kind"]).label,
            level_label=Level(row["level"]).label,
            units=row["units"],
            seated=row["seated"],
        )
        for row in sorted(counts, key=lambda row: (LEVEL_ORDER[row["level"]], row["kind"]))
    )
    nobody = sorted(units.filter(is_seated=False), key=lambda unit: (LEVEL_ORDER[unit.level], unit.code))
    empty = tuple(
        EmptyUnit(
            id=unit.pk,
            name=unit.name,
            kind_label=UnitKind(unit.kind).label,
            level_label=Level(unit.level).label,
            contact="　".join(filter(None, (unit.contact_name, unit.contact_phone))),
        )
        for unit in nobody[:_LISTED]
    )
    return Coverage(
        lines=lines, units=sum(line.units for line in lines), seated=sum(line.seated for line in lines), empty=empty
    )
