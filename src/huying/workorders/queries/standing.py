"""Where an order stands after something was done to it."""

from __future__ import annotations

from dataclasses import dataclass

from huying.domain.actors import Actor
from huying.domain.lifecycle import OrderNotFound
from huying.domain.states import STATE_LABELS, State
from huying.workorders.models import Order


@dataclass(frozen=True, kw_only=True)
class Standing:
    """An order's number, state and last event."""

    number: str
    state: State
    state_label: str
    event: int


def standing(order: Order) -> Standing:
    """Return where an order that was read stands."""
    state = State(order.state)
    return Standing(number=order.number, state=state, state_label=STATE_LABELS[state], event=order.events)


def standing_of(*, order_id: int, actor: Actor) -> Standing:
    """Return where an order stands that the actor has just acted on; raises ``OrderNotFound``."""
    found = Order.objects.filter(pk=order_id, centre_id=actor.centre_id).only("day", "state", "events").first()
    if found is None:
        raise OrderNotFound
    return standing(found)
