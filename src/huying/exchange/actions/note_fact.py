"""Write down what each subscriber is to be told of a fact."""

from __future__ import annotations

import json
from uuid import uuid4

from django.db import transaction

from huying.domain.errors import NotFound
from huying.domain.facts import Fact
from huying.exchange.models import Delivery
from huying.exchange.queries.subscriptions import listeners
from huying.workorders.queries.dossier import dossier_for


@transaction.atomic(savepoint=False)
def note_fact(*, fact: Fact) -> tuple[int, ...]:
    """Write one delivery for each subscription whose seat may see the order; return the ids of the new ones.

    Once for a subscription and event, however often it is called. A body says which order, what and when: who wants to
    know more asks with its token.
    """
    made = []
    for subscription_id, actor in listeners(fact=fact.name, centre_id=fact.centre_id):
        try:
            number = dossier_for(order_id=fact.order_id, actor=actor).order.number
        except NotFound:
            continue
        push_id = uuid4()
        body = {
            "id": str(push_id),
            "fact": fact.name,
            "order": number,
            "event": fact.event,
            "state": fact.state,
            "at": fact.at.isoformat(),
        }
        delivery, is_new = Delivery.objects.get_or_create(
            subscription_id=subscription_id,
            order_ref=fact.order_id,
            event=fact.event,
            defaults={
                "push_id": push_id,
                "body": json.dumps(body),
                "next_try_at": fact.at,
                "created_at": fact.at,
            },
        )
        if is_new:
            made.append(delivery.pk)
    return tuple(made)
