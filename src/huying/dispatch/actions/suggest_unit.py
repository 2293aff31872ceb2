"""Suggest whom an order should go to: duty list and place, rulings, and what a model learnt from past orders."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from django.db import transaction

from huying.catalogue.choices import CatalogueKind
from huying.catalogue.queries.duties import duties_at
from huying.catalogue.queries.matters import MatterRow, matter, matters_of, version_at
from huying.dispatch.models import Suggestion
from huying.dispatch.queries.ranking import Read, rank
from huying.domain.routing import NameIndex, suggest
from huying.domain.routing import Suggestion as Listed
from huying.foundation import memory
from huying.learning.queries.serving import Guesses
from huying.organisation.queries.gazetteer import place_chain
from huying.organisation.queries.heard import heard_in
from huying.organisation.queries.regions import RegionRow, regions_of
from huying.organisation.queries.units import successors
from huying.workorders.choices import TextKind
from huying.workorders.models import Order, Text


@transaction.atomic(savepoint=False)
def suggest_unit(*, order_id: int, guesses: Guesses | None = None, at: datetime) -> None:
    """Write the suggestion for an order that waits for dispatch; a second run replaces the first.

    A matter or place that the operator left open is looked for by name in title, place and text. ``guesses`` are the
    model's of this order, ``None`` where there is no model: then duty list, place and rulings suggest alone.
    """
    order = Order.objects.filter(pk=order_id).first()
    if order is None:
        return
    said = _bodies(order)
    text = "\n".join([order.title, order.place_text, *said])
    version_id = version_at(centre_id=order.centre_id, kind=CatalogueKind.MATTERS, at=at)
    known = matter(matter_id=order.matter_id) if order.matter_id else None
    found = known or (_matter_in(text, version_id) if version_id else None)
    places = regions_of(centre_id=order.centre_id)
    region = places.get(order.region_id) if order.region_id else _region_in(text, centre_id=order.centre_id, at=at)
    duty_version_id, duties = duties_at(centre_id=order.centre_id, at=at)
    chain = place_chain(region=region, centre_id=order.centre_id)
    listed = _of_today(
        suggest(matter_path=found.codes if found else (), place_chain=chain, duties=duties), centre_id=order.centre_id
    )
    read = Read(
        order=order, text="\n".join(said), matter_code=found.code if found else "", chain=tuple(chain), listed=listed
    )
    made = rank(read=read, guesses=guesses, at=at)
    Suggestion.objects.update_or_create(
        order=order,
        defaults={
            **vars(made),
            "scenario_card": listed.scenario_card,
            "duty_version_id": duty_version_id,
            "found_matter_id": found.id if found and not known else None,
            "found_region_id": region.id if region and not order.region_id else None,
            "made_at": at,
        },
    )


def _of_today(listed: Listed, *, centre_id: int) -> Listed:
    """Return what the list says with the unit that took over in the place of one that was merged."""
    heir = successors(centre_id=centre_id).get(listed.lead_unit_id or 0)
    if heir is None:
        return listed
    return replace(listed, lead_unit_id=heir.id, reason=f"{listed.reason}（目录中的单位已并入{heir.name}）")


def _bodies(order: Order) -> list[str]:
    kinds = [TextKind.TRANSFER] if order.is_confidential else [TextKind.ORIGINAL, TextKind.TRANSFER]
    return list(Text.objects.filter(order=order, kind__in=kinds).values_list("body", flat=True))


@memory.kept
def _matter_names(version_id: int) -> NameIndex[MatterRow]:
    return NameIndex((row.name, row) for row in matters_of(version_id=version_id))


def _matter_in(text: str, version_id: int) -> MatterRow | None:
    """Return the deepest matter whose name alone is meant; a name that several bear says nothing. 约定."""
    found = [match.values[0] for match in _matter_names(version_id).find(text) if len(match.values) == 1]
    return max(found, key=lambda row: (row.level, len(row.name)), default=None)


def _region_in(text: str, *, centre_id: int, at: datetime) -> RegionRow | None:
    """Return the smallest place that the text names and that only one place can be."""
    heard = heard_in(text=text, centre_id=centre_id, at=at)
    chain = max((place.chain for place in heard.places), key=len, default=()) if heard else ()
    return regions_of(centre_id=centre_id).get(chain[0]) if chain else None
