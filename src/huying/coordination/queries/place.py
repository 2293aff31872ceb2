"""Which district an order's place lies in."""

from __future__ import annotations

from huying.domain.actors import Actor
from huying.organisation.choices import Level
from huying.organisation.queries.regions import regions_of
from huying.workorders.models import Order


def district_of_place(*, order_id: int, actor: Actor) -> int | None:
    """Return the government of the district where the matter lies, ``None`` where the place does not say."""
    region_id = Order.objects.filter(pk=order_id, centre_id=actor.centre_id).values_list("region_id", flat=True).first()
    places = regions_of(centre_id=actor.centre_id)
    if region_id not in places:
        return None
    above = (places[one] for one in places[region_id].chain)
    return next((place.unit_id for place in above if place.level == Level.DISTRICT), None)
