"""The hotline unit of a centre."""

from __future__ import annotations

from huying.organisation.choices import UnitKind
from huying.organisation.models import Centre, Unit


def hotline_of(*, code: str) -> tuple[int | None, int | None]:
    """Return the ids of the centre with this code and of its hotline unit, ``None`` for what is not there."""
    centre_id = Centre.objects.filter(code=code).values_list("pk", flat=True).first()
    if centre_id is None:
        return None, None
    units = Unit.objects.filter(centre_id=centre_id, kind=UnitKind.HOTLINE, is_active=True).order_by("pk")
    return centre_id, units.values_list("pk", flat=True).first()
