"""The hotline unit of a centre."""

from __future__ import annotations

from huying.organisation.choices import UnitKind
from huying.organisation.models import Centre, Unit


def hotline_unit_of(*, centre_id: int) -> int | None:
    """Return the hotline unit of a centre."""
    units = Unit.objects.filter(centre_id=centre_id, kind=UnitKind.HOTLINE, is_active=True).order_by("pk")
    return units.values_list("pk", flat=True).first()


def hotline_of(*, code: str) -> tuple[int | None, int | None]:
    """Return the ids of the centre with this code and of its hotline unit, ``None`` for what is not there."""
    centre_id = Centre.objects.filter(code=code).values_list("pk", flat=True).first()
    if centre_id is None:
        return None, None
    return centre_id, hotline_unit_of(centre_id=centre_id)
