"""Whose duty a matter at a place is today, as the routing rules find it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from huying.catalogue.choices import CatalogueKind
from huying.catalogue.queries.duties import duties_of
from huying.catalogue.queries.line_words import list_names
from huying.catalogue.queries.matters import matters_of
from huying.catalogue.queries.shown import version_now
from huying.domain.actors import Actor
from huying.domain.routing import GROUND_LABELS, suggest
from huying.organisation.queries.gazetteer import place_chain
from huying.organisation.queries.regions import regions_of


@dataclass(frozen=True, kw_only=True)
class Answer:
    """Who leads and assists, why, and by which line: ``line_title`` is empty where the place alone decides."""

    lead: str
    assists: tuple[str, ...]
    ground_label: str
    reason: str
    legal_basis: str
    scenario_card: str
    line_title: str
    line_code: str
    line_region_id: int | None
    version_number: int | None


def whose_duty(*, matter_code: str, region_id: int | None, actor: Actor, at: datetime) -> Answer:
    """Return whose duty the matter (empty: not known) at the place is by the list in force at ``at``."""
    tree = version_now(kind=CatalogueKind.MATTERS, actor=actor, at=at)
    paths = {row.code: row.codes for row in matters_of(version_id=tree.pk)} if tree else {}
    version = version_now(kind=CatalogueKind.DUTIES, actor=actor, at=at)
    duties = duties_of(version_id=version.pk) if version else ()
    region = regions_of(centre_id=actor.centre_id).get(region_id or 0)
    made = suggest(
        matter_path=paths.get(matter_code, ()),
        place_chain=place_chain(region=region, centre_id=actor.centre_id),
        duties=duties,
    )
    names = list_names(actor=actor, at=at)
    line = next((duty for duty in duties if duty.id == made.duty_id), None)
    return Answer(
        lead=names.unit(made.lead_unit_id) if made.lead_unit_id else "",
        assists=tuple(names.unit(unit) for unit in made.assist_unit_ids),
        ground_label=GROUND_LABELS[made.ground],
        reason=made.reason,
        legal_basis=made.legal_basis,
        scenario_card=made.scenario_card,
        line_title=names.title(line.matter_code or "", line.place_id) if line else "",
        line_code=line.matter_code or "" if line else "",
        line_region_id=line.place_id if line else None,
        version_number=version.number if version else None,
    )
