"""The list that the next version is made from."""

from __future__ import annotations

from datetime import datetime

from huying.catalogue.choices import CatalogueKind
from huying.catalogue.models import CatalogueVersion
from huying.catalogue.queries.shown import version_now
from huying.domain.actors import Actor


def base_version(*, actor: Actor, at: datetime, kind: CatalogueKind = CatalogueKind.DUTIES) -> CatalogueVersion | None:
    """Return the centre's last version, begun or not, or else the one in force above it; ``None`` if none."""
    own = CatalogueVersion.objects.filter(centre_id=actor.centre_id, kind=kind).order_by("-number").first()
    return own or version_now(kind=kind, actor=actor, at=at)
