"""Publish a new version of the matter tree."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from itertools import groupby

from django.db import transaction

from huying.catalogue.actions.open_version import open_version
from huying.catalogue.choices import CatalogueKind
from huying.catalogue.models import CatalogueVersion, Matter
from huying.domain.actors import Actor
from huying.domain.catalogue_drafts import MatterDraft, tree_of


@transaction.atomic(savepoint=False)
def publish_matters(
    *,
    drafts: Sequence[MatterDraft],
    effective_from: datetime,
    note: str,
    after: int,
    actor: Actor,
    at: datetime,
) -> CatalogueVersion:
    """Publish the whole tree as the version after number ``after`` (0: the first); return the version.

    Raises what ``open_version`` raises, or ``CatalogueFaulty`` naming each faulty line.
    """
    nodes = tree_of(drafts)
    version = open_version(
        kind=CatalogueKind.MATTERS, effective_from=effective_from, note=note, after=after, actor=actor, at=at
    )
    rows: dict[str, Matter] = {}
    for level, same in groupby(nodes, key=lambda node: node.level):
        made = Matter.objects.bulk_create(
            Matter(
                version=version,
                code=node.code,
                name=node.name,
                description=node.description,
                keywords=node.keywords,
                level=level,
                parent=rows.get(node.parent_code),
                top_code=node.top_code,
            )
            for node in same
        )
        rows |= {matter.code: matter for matter in made}
    return version
