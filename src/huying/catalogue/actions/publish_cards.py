"""Publish a new version of the scenario cards (场景化指引)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from huying.catalogue.actions.open_version import open_version
from huying.catalogue.choices import CatalogueKind
from huying.catalogue.models import CatalogueVersion, ScenarioCard, ScenarioCardPlace
from huying.catalogue.queries.matters import matters_of
from huying.catalogue.queries.shown import version_now
from huying.domain.actors import Actor
from huying.domain.card_drafts import CardDraft, check_cards
from huying.organisation.models import Region


@transaction.atomic(savepoint=False)
def publish_cards(
    *,
    drafts: Sequence[CardDraft],
    effective_from: datetime,
    note: str,
    after: int,
    actor: Actor,
    at: datetime,
) -> CatalogueVersion:
    """Publish all cards as the version after number ``after`` (0: the first); return the version.

    依据: S002 (场景化指引 beside the catalogue). Raises what ``open_version`` raises, or ``CatalogueFaulty``.
    """
    regions = dict(Region.objects.filter(centre_id=actor.centre_id).values_list("code", "pk"))
    tree = version_now(kind=CatalogueKind.MATTERS, actor=actor, at=effective_from)
    matters = {row.code for row in matters_of(version_id=tree.pk)} if tree else set()
    check_cards(drafts, matter_codes=matters, region_codes=regions)
    version = open_version(
        kind=CatalogueKind.CARDS, effective_from=effective_from, note=note, after=after, actor=actor, at=at
    )
    made = ScenarioCard.objects.bulk_create(
        ScenarioCard(
            version=version,
            code=draft.code,
            title=draft.title,
            matter_codes=list(draft.matter_codes),
            words=list(draft.words),
            ask=draft.ask,
            whose=draft.whose,
            mistakes=draft.mistakes,
            legal_basis=draft.legal_basis,
        )
        for draft in drafts
    )
    ScenarioCardPlace.objects.bulk_create(
        ScenarioCardPlace(card=card, region_id=regions[code])
        for card, draft in zip(made, drafts, strict=True)
        for code in draft.region_codes
    )
    return version
