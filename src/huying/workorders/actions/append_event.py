"""Append one event to an order's history."""

from __future__ import annotations

import os
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction

from huying.domain import chain
from huying.domain.actors import Actor
from huying.foundation import clock
from huying.workorders.models import Event, Order, Text


@transaction.atomic(savepoint=False)
def append_event(
    *,
    order: Order,
    action: str,
    actor: Actor,
    at: datetime,
    data: Mapping[str, Any],
    texts: Mapping[str, str],
) -> Event:
    """Write the event number ``order.events`` of a locked order, with its texts.

    ``data`` holds codes and ids only; ``texts`` maps ``TextKind`` to a body, of which the event keeps a
    salted digest. The caller has counted ``order.events`` up and saves it with the rest of the row.
    """
    previous = chain.GENESIS
    if order.events > 1:
        previous = bytes(Event.objects.values_list("mac", flat=True).get(order=order, seq=order.events - 1))
    salts = {kind: os.urandom(16) for kind, body in texts.items() if body}
    digests = {kind: chain.salted_digest(salt, texts[kind]) for kind, salt in salts.items()}
    link = chain.Link(
        order_id=order.pk,
        seq=order.events,
        action=action,
        role=actor.role.value,
        person_id=actor.person_id,
        unit_id=actor.unit_id,
        policy=actor.policy,
        occurred_at=at,
        recorded_at=clock.now(),
        data={**data, "texts": digests} if digests else dict(data),
    )
    key = settings.HUYING_SECRETS.chain_key
    event = Event(
        order=order,
        key_id=settings.HUYING_SECRETS.chain_key_id,
        mac=chain.mac(key, previous, link),
        **{name: getattr(link, name) for name in link.__dataclass_fields__ if name != "order_id"},
    )
    event.save(force_insert=True)
    if salts:
        Text.objects.bulk_create(
            Text(order=order, event=link.seq, kind=kind, body=texts[kind], salt=salt, written_at=at)
            for kind, salt in salts.items()
        )
    return event
