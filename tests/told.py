"""What a walk's last step has published, told as its job tells it; duty rosters to call."""

from __future__ import annotations

from datetime import datetime, time

from huying.domain.actors import policy_actor
from huying.domain.facts import Fact
from huying.domain.lifecycle import BY_ACTION
from huying.foundation.clock import SHANGHAI
from huying.notices.actions.tell import Told, tell
from huying.notices.models import Message
from huying.notices.queries.messages import words_of
from huying.organisation.actions.add_shift import add_shift
from huying.organisation.choices import ShiftRank
from huying.organisation.models import Unit
from huying.workorders.models import Event, Order


def fact_of(order: Order, *, action: str | None = None) -> Fact:
    """Return the fact of the order's last event, or of the last of an action."""
    events = Event.objects.filter(order=order, action__in=[action] if action else set(BY_ACTION)).order_by("-seq")
    event = events[0]
    return Fact(
        name=BY_ACTION[event.action].fact,
        order_id=order.pk,
        centre_id=order.centre_id,
        event=event.seq,
        state=event.data["set"]["state"],
        at=event.occurred_at,
    )


def told(order: Order, *, action: str | None = None) -> Told:
    """Tell of the order's last event."""
    return tell(fact=fact_of(order, action=action))


def link_of(message: Message) -> str:
    """Return the code in the link of a message to a citizen."""
    return words_of(message).rsplit("/m/", 1)[1].rstrip("/")


def on_duty(unit: Unit, rank: ShiftRank, *, telephone: str, name: str = "值班员") -> None:
    """Put somebody on duty at all hours."""
    add_shift(
        unit_id=unit.pk,
        weekdays=range(1, 8),
        begins=time(8),
        ends=time(8),
        rank=rank,
        person_name=name,
        telephone=telephone,
        actor=policy_actor(centre_id=unit.centre_id, name="tests"),
    )


def clock_at(hour: int, minute: int = 0) -> datetime:
    """Return a moment of Monday, 2 March 2026, in Beijing."""
    return datetime(2026, 3, 2, hour, minute, tzinfo=SHANGHAI)
