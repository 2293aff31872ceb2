"""Which version of a list a page shows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from huying.catalogue.choices import CatalogueKind
from huying.catalogue.models import CatalogueVersion
from huying.domain.actors import Actor
from huying.domain.errors import NotFound
from huying.organisation.queries.centres import centre_chain


class VersionNotFound(NotFound):
    """The centre has published no version of this number."""

    code = "catalogue_version_not_found"
    sentence = "没有这个版本，请从版本列表中选择。"


@dataclass(frozen=True, kw_only=True)
class VersionShown:
    """A version, whose it is, and how it stands."""

    id: int
    number: int
    effective_from: datetime
    note: str
    centre_name: str
    is_own: bool
    is_in_force: bool


def version_shown(*, kind: CatalogueKind, actor: Actor, at: datetime, number: int | None = None) -> VersionShown | None:
    """Return the version of this number, or else the one in force, ``None`` where there is none.

    The one in force may be of a centre above. Raises ``VersionNotFound``.
    """
    in_force = version_now(kind=kind, actor=actor, at=at)
    version = in_force
    if number is not None:
        version = CatalogueVersion.objects.filter(centre_id=actor.centre_id, kind=kind, number=number).first()
        if version is None:
            raise VersionNotFound
    if version is None:
        return None
    return VersionShown(
        id=version.pk,
        number=version.number,
        effective_from=version.effective_from,
        note=version.note,
        centre_name=version.centre.name,
        is_own=version.centre_id == actor.centre_id,
        is_in_force=version == in_force,
    )


def version_now(*, kind: CatalogueKind, actor: Actor, at: datetime) -> CatalogueVersion | None:
    """Return the version that ``queries.matters.version_at`` names, asking the database rather than memory.

    Who has just published a tree sees it at once; the others within a minute.
    """
    for centre_id in centre_chain(centre_id=actor.centre_id):
        begun = CatalogueVersion.objects.filter(centre_id=centre_id, kind=kind, effective_from__lte=at)
        if version := begun.order_by("-effective_from").select_related("centre").first():
            return version
    return None
