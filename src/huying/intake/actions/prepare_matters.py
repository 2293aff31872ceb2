"""Find the matters that rows name, and publish a tree that holds the missing ones too."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from huying.catalogue.actions.publish_matters import publish_matters
from huying.catalogue.choices import CatalogueKind
from huying.catalogue.queries.matters import MatterRow, matters_of, version_at
from huying.catalogue.queries.versions import versions_for
from huying.domain.actors import Actor
from huying.domain.catalogue_drafts import MatterDraft
from huying.domain.matter_paths import MatterPath, drafts_with


@transaction.atomic(savepoint=False)
def prepare_matters(
    *, paths: Collection[MatterPath], may_create: bool, note: str, actor: Actor, at: datetime
) -> dict[MatterPath, MatterRow]:
    """Return the matter of each path of names, top first.

    Where ``may_create`` and one is missing, the tree in force and all that is missing become the centre's
    next version, which ``note`` explains. Left out otherwise.
    """
    versions = versions_for(kind=CatalogueKind.MATTERS, actor=actor)
    version_id = versions[0].id if versions else None
    if version_id is None:
        version_id = version_at(centre_id=actor.centre_id, kind=CatalogueKind.MATTERS, at=at)
    found = _by_path(version_id)
    wanted = {path for path in paths if path}
    if may_create and not wanted <= set(found):
        drafts = drafts_with(paths=wanted, known={path: _draft(row) for path, row in found.items()})
        after = versions[0].number if versions else 0
        version_id = publish_matters(drafts=drafts, effective_from=at, note=note, after=after, actor=actor, at=at).pk
        found = _by_path(version_id)
    return {path: found[path] for path in wanted if path in found}


def _draft(row: MatterRow) -> MatterDraft:
    return MatterDraft(line=0, code=row.code, name=row.name, description=row.description, keywords=row.keywords)


def _by_path(version_id: int | None) -> dict[MatterPath, MatterRow]:
    if version_id is None:
        return {}
    rows = {row.code: row for row in matters_of(version_id=version_id)}
    return {tuple(rows[code].name for code in reversed(row.codes)): row for row in rows.values()}
