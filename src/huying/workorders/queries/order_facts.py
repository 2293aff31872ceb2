"""What the lifecycle asks about an order."""

from __future__ import annotations

from typing import Any

from huying.domain.actors import Actor
from huying.domain.chain import stamp
from huying.domain.guards import OrderFacts
from huying.domain.lifecycle import OrderNotFound, may_see
from huying.domain.states import State
from huying.policy.queries import policy_of
from huying.workorders.choices import Part
from huying.workorders.models import Assignment, Contact, Order, Reply

# Eight digits of the day and at least six of the row id.
_SHORTEST_NUMBER = 14


def facts_of(order: Order) -> OrderFacts:
    """Return the frozen facts of an order; three queries, the policy comes from memory."""
    policy = policy_of(version_id=order.policy_version_id)
    units = list(Assignment.objects.filter(order=order).values_list("unit_id", "part", "closed_at"))
    reply = Reply.objects.filter(order=order).order_by("-event").values_list("person_id", flat=True).first()
    return OrderFacts(
        id=order.pk,
        number=order.number,
        centre_id=order.centre_id,
        state=State(order.state),
        round=order.round,
        events=order.events,
        district_id=order.district_id,
        accountable_unit_id=order.accountable_unit_id,
        holder_unit_id=order.holder_unit_id,
        open_assist_unit_ids=frozenset(u for u, part, closed in units if part == Part.ASSIST and closed is None),
        past_unit_ids=frozenset(u for u, _, _ in units),
        contacts_this_round=Contact.objects.filter(order=order, round=order.round).count(),
        contact_required=policy.contact_required_before_reply,
        review_required=policy.review_required,
        rework_limit=policy.rework_limit,
        reply_person_id=reply,
        is_confidential=order.is_confidential,
    )


def order_for(*, order_id: int, actor: Actor) -> tuple[Order, OrderFacts]:
    """Return an order that the actor may see.

    Raises:
        OrderNotFound: it does not exist, or the actor may not know that it does.

    """
    order = Order.objects.filter(pk=order_id).first()
    if order is None:
        raise OrderNotFound
    facts = facts_of(order)
    if not may_see(facts, actor):
        raise OrderNotFound
    return order, facts


def id_of_number(number: str) -> int | None:
    """Return the row id inside an order number (eight digits of the day, then the id), if it has the form."""
    return int(number[8:]) if number.isascii() and number.isdigit() and len(number) >= _SHORTEST_NUMBER else None


def order_by_number(*, number: str, actor: Actor) -> tuple[Order, OrderFacts]:
    """Return the order of a number that the actor may see; raises ``OrderNotFound``."""
    order_id = id_of_number(number)
    if order_id is None:
        raise OrderNotFound
    order, facts = order_for(order_id=order_id, actor=actor)
    if order.number != number:
        raise OrderNotFound
    return order, facts


def replayed_row(order: Order) -> dict[str, Any]:
    """Return the columns that the history can be replayed to, as the event keeps them."""
    return {
        "state": str(order.state),
        "round": order.round,
        "accountable": order.accountable_unit_id,
        "holder": order.holder_unit_id,
        "due": stamp(order.due_at) if order.due_at else None,
        "confidential": order.is_confidential,
        "centre": order.centre_id,
        "district": order.district_id,
        "kind": str(order.kind),
        "urgency": int(order.urgency),
        "matter": order.matter_id,
    }
