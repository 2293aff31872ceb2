"""The places that an order's text names, with the unit that answers for each: a hint for the dispatcher (Q-07)."""

from __future__ import annotations

from dataclasses import dataclass

from huying.domain.actors import Actor
from huying.organisation.queries.gazetteer import PlaceAnswer
from huying.organisation.queries.heard import heard_in
from huying.organisation.queries.regions import regions_of
from huying.workorders.queries.dossier import Dossier
from huying.workorders.queries.summary import summary_of


@dataclass(frozen=True, kw_only=True)
class PlacesSaid:
    """The places; ``registered`` is the order's region, ``differs`` one that was said and lies elsewhere, or empty."""

    places: tuple[PlaceAnswer, ...]
    registered: str
    differs: str


def places_said(*, dossier: Dossier, actor: Actor) -> PlacesSaid | None:
    """Return the places named in what the actor may read of an order, ``None`` where none is."""
    summary, order = summary_of(dossier=dossier, actor=actor), dossier.order
    text = f"{summary.place_text}\n{summary.said}"
    heard = heard_in(text=text, centre_id=order.centre_id, at=order.registered_at)
    if heard is None or not heard.places:
        return None
    region = regions_of(centre_id=order.centre_id).get(order.region_id or 0)
    known = [one for one in heard.places if one.chain]
    is_told = region is None or any(region.id in one.chain or one.chain[0] in region.chain for one in known)
    return PlacesSaid(
        places=heard.places,
        registered=region.path_text if region else "",
        differs="" if is_told or not known else max(known, key=lambda one: len(one.chain)).path_text,
    )
