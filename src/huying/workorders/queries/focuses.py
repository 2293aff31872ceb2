"""Focus lists: what is watched, and of what an order is."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from huying.catalogue.choices import CatalogueKind
from huying.catalogue.queries.matters import matter, matters_of, version_at
from huying.domain.actors import Actor
from huying.domain.policies import URGENCY_LABELS, Urgency
from huying.foundation import clock, memory
from huying.organisation.queries.regions import regions_of
from huying.organisation.queries.units import names_of
from huying.workorders.choices import FocusKind, TextKind
from huying.workorders.models import Focus
from huying.workorders.queries.dossier import Dossier
from huying.workorders.queries.history import sees_original


@dataclass(frozen=True, kw_only=True)
class FocusRow:
    """One focus; an order is of it where each of word, place and matter that is given fits.

    ``urgency`` is the level that such an order has at least, ``None`` where it is watched only.
    """

    id: int
    kind_label: str
    title: str
    word: str
    region_id: int | None
    place: str
    matter_code: str
    urgency: Urgency | None
    urgency_label: str
    basis: str
    owner_name: str
    first_day: date
    last_day: date


def focuses(*, actor: Actor, at: datetime) -> tuple[FocusRow, ...]:
    """Return what the actor's centre watches or is going to, those that end first in front."""
    rows = Focus.objects.filter(centre_id=actor.centre_id, last_day__gte=clock.day_of(at))
    return _rows(list(rows.order_by("last_day", "id")), actor.centre_id)


def focuses_of(*, dossier: Dossier, actor: Actor) -> tuple[FocusRow, ...]:
    """Return of what an order is, by the day it came in; as of this minute.

    A place is not told to whoever may not know the place of a confidential order.
    """
    order = dossier.order
    rows = _on(order.day, centre_id=order.centre_id)
    if not rows:
        return ()
    chosen = matter(matter_id=order.matter_id) if order.matter_id else None
    region = regions_of(centre_id=order.centre_id).get(order.region_id or 0)
    places = region.chain if region and sees_original(order=dossier.facts, actor=actor) else ()
    said = "\n".join([order.title, *dossier.bodies(TextKind.TRANSFER).values()])
    codes = chosen.codes if chosen else ()
    return tuple(row for row in rows if _fits(row, on=order.day, said=said, places=places, codes=codes))


def priority_of(
    *, centre_id: int, on: date, said: str, region_id: int | None, matter_id: int | None, urgency: Urgency
) -> FocusRow | None:
    """Return the focus that makes a new order more urgent than it is, the most urgent one; as of this minute.

    ``said`` is what its words are looked for in; no read while the process remembers.
    """
    raising = [row for row in _on(on, centre_id=centre_id) if row.urgency and row.urgency < urgency]
    if not raising:
        return None
    chosen = matter(matter_id=matter_id) if matter_id else None
    region = regions_of(centre_id=centre_id).get(region_id or 0)
    places, codes = region.chain if region else (), chosen.codes if chosen else ()
    fitting = [row for row in raising if _fits(row, on=on, said=said, places=places, codes=codes)]
    return min(fitting, key=lambda row: (row.urgency, row.id), default=None)


def _fits(row: FocusRow, *, on: date, said: str, places: Collection[int], codes: Collection[str]) -> bool:
    return (
        row.first_day <= on <= row.last_day
        and (not row.word or row.word in said)
        and (row.region_id is None or row.region_id in places)
        and (not row.matter_code or row.matter_code in codes)
    )


def knows_region(*, region_id: int, actor: Actor) -> bool:
    """Say whether a place is of the actor's centre."""
    return region_id in regions_of(centre_id=actor.centre_id)


def knows_matter(*, code: str, actor: Actor, at: datetime) -> bool:
    """Say whether a matter of this code is in force."""
    version_id = version_at(centre_id=actor.centre_id, kind=CatalogueKind.MATTERS, at=at)
    return version_id is not None and any(row.code == code for row in matters_of(version_id=version_id))


@memory.kept_a_minute
def _on(day: date, *, centre_id: int) -> tuple[FocusRow, ...]:
    """Return what was watched on a day: most orders that are opened are of the last few."""
    rows = Focus.objects.filter(centre_id=centre_id, first_day__lte=day, last_day__gte=day)
    return _rows(list(rows.order_by("last_day", "id")), centre_id)


def _rows(rows: list[Focus], centre_id: int) -> tuple[FocusRow, ...]:
    names, regions = names_of(unit_ids={row.owner_unit_id for row in rows}), regions_of(centre_id=centre_id)
    return tuple(
        FocusRow(
            id=row.pk,
            kind_label=FocusKind(row.kind).label,
            title=row.title,
            word=row.word,
            region_id=row.region_id,
            place=regions[row.region_id].path_text if row.region_id in regions else "",
            matter_code=row.matter_code,
            urgency=Urgency(row.urgency) if row.urgency else None,
            urgency_label=URGENCY_LABELS[Urgency(row.urgency)] if row.urgency else "",
            basis=row.basis,
            owner_name=names[row.owner_unit_id],
            first_day=row.first_day,
            last_day=row.last_day,
        )
        for row in rows
    )
