"""The scenario cards that fit an order: what to ask and whose duty it is, before it is sent (B-02)."""

from __future__ import annotations

from datetime import datetime

from huying.catalogue.queries.cards import CardRow, cards_for
from huying.dispatch.queries.precedents import matter_and_district
from huying.domain.actors import Actor
from huying.workorders.queries.dossier import Dossier
from huying.workorders.queries.summary import summary_of


def cards_said(*, dossier: Dossier, actor: Actor, at: datetime) -> tuple[CardRow, ...]:
    """Return the cards in force for the order's matter, place and what the actor may read of its text."""
    summary, order = summary_of(dossier=dossier, actor=actor), dossier.order
    code, _ = matter_and_district(order=order)
    text = f"{order.title}\n{summary.place_text}\n{summary.said}"
    return cards_for(matter_code=code, region_id=order.region_id, text=text, centre_id=order.centre_id, at=at)
