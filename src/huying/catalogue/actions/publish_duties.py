"""Publish a new version of the duty list (派单目录)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from huying.catalogue.actions.open_version import open_version
from huying.catalogue.choices import CatalogueKind
from huying.catalogue.models import CatalogueVersion, Duty, DutyAssist, Matter
from huying.domain.actors import Actor
from huying.domain.catalogue_drafts import DutyDraft, check_duties
from huying.organisation.models import Region, Unit
from huying.organisation.queries.centres import centre_chain


@transaction.atomic(savepoint=False)
def publish_duties(
    *,
    drafts: Sequence[DutyDraft],
    effective_from: datetime,
    note: str,
    after: int,
    actor: Actor,
    at: datetime,
) -> CatalogueVersion:
    """Publish the whole list as the version after number ``after`` (0: the first); return the version.

    Matters are those of the tree in force when the list begins. Raises what ``open_version`` raises, or
    ``CatalogueFaulty`` naming each faulty line.
    """
    centre = actor.centre_id
    units = dict(Unit.objects.filter(centre_id=centre, is_active=True).values_list("code", "pk"))
    regions = dict(Region.objects.filter(centre_id=centre).values_list("code", "pk"))
    matter_codes = _matter_codes(centre_id=centre, at=effective_from)
    check_duties(drafts, matter_codes=matter_codes, region_codes=regions, unit_codes=units)
    version = open_version(
        kind=CatalogueKind.DUTIES, effective_from=effective_from, note=note, after=after, actor=actor, at=at
    )
    made = Duty.objects.bulk_create(
        Duty(
            version=version,
            matter_code=draft.matter_code,
            region_id=regions.get(draft.region_code),
            lead_unit_id=units.get(draft.lead_unit_code),
            lead_by_place=draft.lead_by_place,
            legal_basis=draft.legal_basis,
            scenario_card=draft.scenario_card,
        )
        for draft in drafts
    )
    DutyAssist.objects.bulk_create(
        DutyAssist(duty=duty, unit_id=units[code])
        for duty, draft in zip(made, drafts, strict=True)
        for code in draft.assist_unit_codes
    )
    return version


def _matter_codes(*, centre_id: int, at: datetime) -> list[str]:
    """Return the codes of the tree in force, asking the database: a tree published just now counts."""
    for centre in centre_chain(centre_id=centre_id):
        begun = CatalogueVersion.objects.filter(
            centre_id=centre, kind=CatalogueKind.MATTERS, effective_from__lte=at
        ).order_by("-effective_from")
        if tree := begun.first():
            return list(Matter.objects.filter(version=tree).values_list("code", flat=True))
    return []
