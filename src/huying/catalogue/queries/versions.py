"""Published versions of a centre's lists."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from huying.catalogue.choices import CatalogueKind
from huying.catalogue.models import CatalogueVersion
from huying.domain.actors import Actor


@dataclass(frozen=True, kw_only=True)
class VersionRow:
    """A version as lists show it; ``rows`` are not counted here."""

    id: int
    number: int
    effective_from: datetime
    note: str
    published_by: str
    published_at: datetime


def versions_for(*, kind: CatalogueKind, actor: Actor) -> tuple[VersionRow, ...]:
    """Return the versions of the actor's centre, newest first."""
    rows = CatalogueVersion.objects.filter(centre_id=actor.centre_id, kind=kind).select_related("published_by")
    return tuple(
        VersionRow(
            id=row.pk,
            number=row.number,
            effective_from=row.effective_from,
            note=row.note,
            published_by=row.published_by.display_name if row.published_by else "",
            published_at=row.published_at,
        )
        for row in rows.order_by("-number")
    )
