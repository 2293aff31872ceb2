"""The duty list in force, as the routing rules read it."""

from __future__ import annotations

from datetime import datetime

from huying.catalogue.choices import CatalogueKind
from huying.catalogue.models import Duty, DutyAssist
from huying.catalogue.queries.matters import version_at
from huying.domain.routing import Duty as DutyRule
from huying.foundation import memory


def duties_at(*, centre_id: int, at: datetime) -> tuple[int | None, tuple[DutyRule, ...]]:
    """Return the version of the duty list in force and its lines; (``None``, ()) where there is none."""
    version_id = version_at(centre_id=centre_id, kind=CatalogueKind.DUTIES, at=at)
    return version_id, duties_of(version_id=version_id) if version_id else ()


@memory.kept
def duties_of(*, version_id: int) -> tuple[DutyRule, ...]:
    """Return the lines of a published version."""
    assists: dict[int, list[int]] = {}
    for duty_id, unit_id in DutyAssist.objects.filter(duty__version_id=version_id).values_list("duty_id", "unit_id"):
        assists.setdefault(duty_id, []).append(unit_id)
    return tuple(
        DutyRule(
            id=duty.pk,
            matter_code=duty.matter_code or None,
            place_id=duty.region_id,
            lead_unit_id=duty.lead_unit_id,
            lead_by_place=duty.lead_by_place,
            assist_unit_ids=tuple(sorted(assists.get(duty.pk, ()))),
            legal_basis=duty.legal_basis,
            scenario_card=duty.scenario_card,
        )
        for duty in Duty.objects.filter(version_id=version_id).order_by("pk")
    )
