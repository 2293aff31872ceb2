"""One line of the duty list across the versions of a centre, and two versions beside each other."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from huying.catalogue.choices import CatalogueKind
from huying.catalogue.models import Duty
from huying.catalogue.queries.duties import duties_of
from huying.catalogue.queries.duty_list import origins_of
from huying.catalogue.queries.line_words import ListNames, line_of, list_names, said_of
from huying.catalogue.queries.shown import VersionNotFound
from huying.catalogue.queries.versions import VersionRow, versions_for
from huying.domain.actors import Actor
from huying.domain.routing import Duty as Line
from huying.web.rows import Change, ChangeKind


@dataclass(frozen=True, kw_only=True)
class LineVersion:
    """What a line became with a version; ``said`` is empty where the version took it away."""

    number: int
    effective_from: datetime
    note: str
    said: tuple[tuple[str, str], ...]
    changed: tuple[str, ...]
    change_id: int | None


@dataclass(frozen=True, kw_only=True)
class LineHistory:
    """A line by matter and place, with the versions that changed it, the newest first."""

    title: str
    rows: tuple[LineVersion, ...]


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """Two versions and what differs between them; ``origins`` are the proposals that the newer one brought."""

    older: VersionRow
    newer: VersionRow
    changes: tuple[Change, ...]
    origins: tuple[int, ...]


def line_history(*, matter_code: str, region_id: int | None, actor: Actor, at: datetime) -> LineHistory:
    """Return how the line of exactly this matter and place went through the versions of the actor's centre."""
    names = list_names(actor=actor, at=at)
    rows, before = [], dict[str, str]()
    for version in reversed(versions_for(kind=CatalogueKind.DUTIES, actor=actor)):
        line = line_of(version_id=version.id, matter_code=matter_code, region_id=region_id)
        said = _said(line, names) if line else {}
        if said != before:
            changed = tuple(name for name in {**before, **said} if before.get(name) != said.get(name))
            rows.append(
                LineVersion(
                    number=version.number,
                    effective_from=version.effective_from,
                    note=version.note,
                    said=tuple((name, text) for name, text in said.items() if text),
                    changed=changed if before else (),
                    change_id=origins_of(version_id=version.id).get(line.id) if line else None,
                )
            )
        before = said
    return LineHistory(title=names.title(matter_code, region_id), rows=tuple(reversed(rows)))


def compared(*, older: int, newer: int, actor: Actor, at: datetime) -> Comparison:
    """Compare two versions of the actor's centre by their numbers; raises ``VersionNotFound``."""
    versions = {row.number: row for row in versions_for(kind=CatalogueKind.DUTIES, actor=actor)}
    if older not in versions or newer not in versions:
        raise VersionNotFound
    names = list_names(actor=actor, at=at)
    before, after = (_lines(versions[number].id) for number in (older, newer))
    return Comparison(
        older=versions[older],
        newer=versions[newer],
        changes=tuple(_changes(before, after, names)),
        origins=tuple(
            Duty.objects.filter(version_id=versions[newer].id, change__version_id=versions[newer].id)
            .order_by("change_id")
            .values_list("change_id", flat=True)
        ),
    )


_Key = tuple[str, int | None]


def _lines(version_id: int) -> dict[_Key, Line]:
    return {(line.matter_code or "", line.place_id): line for line in duties_of(version_id=version_id)}


def _changes(before: Mapping[_Key, Line], after: Mapping[_Key, Line], names: ListNames) -> Iterable[Change]:
    for key in sorted({*before, *after}, key=lambda key: (key[0], key[1] or 0)):
        old = _said(before[key], names) if key in before else {}
        new = _said(after[key], names) if key in after else {}
        parts = [name for name in {**old, **new} if old.get(name) != new.get(name)]
        if parts:
            kind = ChangeKind.CHANGED if old and new else ChangeKind.ADDED if new else ChangeKind.REMOVED
            yield Change(what=names.title(*key), kind=kind, before=_told(old, parts), after=_told(new, parts))


def _said(line: Line, names: ListNames) -> dict[str, str]:
    said = said_of(
        lead_unit_id=line.lead_unit_id,
        assist_unit_ids=line.assist_unit_ids,
        legal_basis=line.legal_basis,
        names=names,
    )
    return said | {"场景化指引": line.scenario_card}


def _told(said: Mapping[str, str], parts: Iterable[str]) -> str:
    """Return only what differs, part by part."""
    return "；".join(f"{name}：{said[name] or '无'}" for name in parts if name in said)
