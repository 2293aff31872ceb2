"""The hotline unit of a centre, and the government of its city."""

from __future__ import annotations

from django.db.models import Q

from huying.foundation import memory
from huying.organisation.choices import Level, UnitKind
from huying.organisation.models import Centre, Unit

_OF_CITY = {"kind": UnitKind.GOVERNMENT, "level__in": [Level.CITY, Level.PROVINCE]}


def hotline_unit_of(*, centre_id: int) -> int | None:
    """Return the hotline unit of a centre."""
    units = Unit.objects.filter(centre_id=centre_id, kind=UnitKind.HOTLINE, is_active=True).order_by("pk")
    return units.values_list("pk", flat=True).first()


def city_government_of(*, centre_id: int) -> int | None:
    """Return the government (or its office) of the city or province that a centre serves, where it is a unit."""
    units = Unit.objects.filter(centre_id=centre_id, is_active=True, **_OF_CITY).order_by("pk")
    return units.values_list("pk", flat=True).first()


@memory.kept_a_minute
def is_of_city(*, unit_id: int) -> bool:
    """Say whether a unit is the hotline or the government of the city; a change may take a minute."""
    return Unit.objects.filter(Q(kind=UnitKind.HOTLINE) | Q(**_OF_CITY), pk=unit_id).exists()


def hotline_of(*, code: str) -> tuple[int | None, int | None]:
    """Return the ids of the centre with this code and of its hotline unit, ``None`` for what is not there."""
    centre_id = Centre.objects.filter(code=code).values_list("pk", flat=True).first()
    if centre_id is None:
        return None, None
    return centre_id, hotline_unit_of(centre_id=centre_id)
