"""How many seats a unit has for the work."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Count

from huying.organisation.choices import Role
from huying.organisation.models import Seat


def clerks_by_unit(*, unit_ids: Collection[int]) -> dict[int, int]:
    """Count the clerks' seats of units that somebody at work here holds now."""
    seats = Seat.objects.filter(unit_id__in=unit_ids, role=Role.CLERK, ended_at=None, person__is_active=True)
    return dict(seats.values_list("unit_id").annotate(count=Count("pk")))
