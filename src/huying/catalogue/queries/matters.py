"""The matter tree in force, and single matters."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from huying.catalogue.choices import CatalogueKind
from huying.catalogue.models import CatalogueVersion, Matter
from huying.foundation import memory
from huying.organisation.queries.centres import centre_chain


@dataclass(frozen=True, kw_only=True)
class MatterRow:
    """A matter with the codes above it, leaf first; ``path_text`` reads 一级 › 二级 › 三级."""

    id: int
    version_id: int
    centre_id: int
    code: str
    name: str
    level: int
    top_code: str
    codes: tuple[str, ...]
    path_text: str
    description: str
    keywords: str


def version_at(*, centre_id: int, kind: CatalogueKind, at: datetime) -> int | None:
    """Return the version in force: the centre's own, or else the nearest centre's above; ``None`` if none."""
    for centre in centre_chain(centre_id=centre_id):
        begun = [version for begins, version in _versions(centre_id=centre, kind=kind.value) if begins <= at]
        if begun:
            return begun[-1]
    return None


@memory.kept_a_minute
def _versions(*, centre_id: int, kind: str) -> tuple[tuple[datetime, int], ...]:
    rows = CatalogueVersion.objects.filter(centre_id=centre_id, kind=kind).order_by("effective_from")
    return tuple(rows.values_list("effective_from", "pk"))


@memory.kept
def matter(*, matter_id: int) -> MatterRow | None:
    """Return a matter; published versions never change, so it is kept."""
    return next((row for row in _of_version_with(matter_id) if row.id == matter_id), None)


def _of_version_with(matter_id: int) -> tuple[MatterRow, ...]:
    version_id = Matter.objects.filter(pk=matter_id).values_list("version_id", flat=True).first()
    return matters_of(version_id=version_id) if version_id else ()


@memory.kept
def matters_of(*, version_id: int) -> tuple[MatterRow, ...]:
    """Return every matter of a version in the order of codes."""
    centre_id = CatalogueVersion.objects.values_list("centre_id", flat=True).get(pk=version_id)
    rows = {m.pk: m for m in Matter.objects.filter(version_id=version_id).order_by("code")}
    found = []
    for row in rows.values():
        line = [row]
        while line[-1].parent_id is not None:
            line.append(rows[line[-1].parent_id])
        found.append(
            MatterRow(
                id=row.pk,
                version_id=version_id,
                centre_id=centre_id,
                code=row.code,
                name=row.name,
                level=row.level,
                top_code=row.top_code,
                codes=tuple(m.code for m in line),
                path_text=" › ".join(m.name for m in reversed(line)),
                description=row.description,
                keywords=row.keywords,
            )
        )
    return tuple(found)
