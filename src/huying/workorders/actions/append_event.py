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
from huying.domain.errors import Invalid
from huying.foundation import clock
from huying.foundation.rows import insert
from huying.workorders.choices import TextKind
from huying.workorders.models import Event, Order, Text

TEXT_MAX = 20_000


class TextTooLong(Invalid):
    """A text that no page would show whole. 约定: twenty thousand characters, some thirty pages of A4."""

    code = "text_too_long"
    sentence = "内容太长，请控制在两万字以内，其余内容请分次补充。"


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
    salted digest. The first event also keeps a digest of title and place. The caller has counted
    ``order.events`` up and saves it with the rest of the row.

    Raises:
        TextTooLong: a text of more than ``TEXT_MAX`` characters.
        TypeError: ``data`` holds what JSON or the database may give back in another form.

    """
    chain.require_plain(data)
    if any(len(body) > TEXT_MAX for body in texts.values()):
        raise TextTooLong
    previous = chain.GENESIS
    if order.events > 1:
        previous = bytes(Event.objects.values_list("mac", flat=True).get(order=order, seq=order.events - 1))
    salts = {kind: os.urandom(16) for kind, body in texts.items() if body}
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
        data={**data, **_digests(order, texts, salts)},
    )
    secrets = settings.HUYING_SECRETS
    event = Event(
        order=order,
        key_id=secrets.chain_key_id,
        mac=chain.mac(secrets.chain_key, previous, link),
        **{name: value for name, value in link._asdict().items() if name != "order_id"},
    )
    written = [
        Text(order=order, event=link.seq, kind=kind, body=texts[kind], salt=salt, written_at=at)
        for kind, salt in salts.items()
    ]
    insert(*written, event)
    return event


def _digests(order: Order, texts: Mapping[str, str], salts: Mapping[str, bytes]) -> dict[str, Any]:
    """Return what the event's data says of the texts, and of the order's heading when it is opened."""
    digests: dict[str, Any] = {}
    if salts:
        digests[chain.TEXTS] = {str(kind): chain.salted_digest(salt, texts[kind]) for kind, salt in salts.items()}
    if order.events == 1 and TextKind.ORIGINAL in salts:
        salt = salts[TextKind.ORIGINAL]
        digests[chain.HEADING] = chain.heading_digest(salt, title=order.title, place=order.place_text)
    return digests
