"""Whether drafts could be published as things stand: asked before the preview is shown."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from huying.catalogue.choices import CatalogueKind
from huying.catalogue.queries.matters import matters_of
from huying.catalogue.queries.shown import version_now
from huying.domain.actors import Actor
from huying.domain.catalogue_drafts import DutyDraft, MatterDraft, check_duties, tree_of
from huying.organisation.queries.regions import regions_of
from huying.organisation.queries.units import units_for


def refuse_faulty_matters(*, drafts: Sequence[MatterDraft], actor: Actor, at: datetime) -> None:  # noqa: ARG001  as below
    """Raise ``CatalogueFaulty`` naming each faulty line."""
    tree_of(drafts)


def refuse_faulty_duties(*, drafts: Sequence[DutyDraft], actor: Actor, at: datetime) -> None:
    """Raise ``CatalogueFaulty`` naming each line whose matter, place or unit the centre does not have."""
    tree = version_now(kind=CatalogueKind.MATTERS, actor=actor, at=at)
    check_duties(
        drafts,
        matter_codes=[row.code for row in matters_of(version_id=tree.pk)] if tree else [],
        region_codes=[row.code for row in regions_of(centre_id=actor.centre_id).values()],
        unit_codes=[row.code for row in units_for(actor=actor) if row.is_active],
    )
