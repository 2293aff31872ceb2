"""An order of the past as its source tells it, and what can be made of it before the database is asked."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from huying.domain import chain
from huying.domain.policies import OrderKind, Urgency
from huying.domain.states import State
from huying.workorders.choices import Channel, TextKind
from huying.workorders.queries.search_words import words_of

_KINDS = (TextKind.ORIGINAL.value, TextKind.TRANSFER.value, TextKind.REPLY.value)
_SALT = 16


@dataclass(frozen=True, kw_only=True, slots=True)
class HistoricOrder:
    """A demand of the past with its end.

    ``registered_at``, ``due_at`` and ``closed_at`` are the source's own; where it does not say when the order was
    closed, ``None``. ``reply`` is what was answered. ``district_id`` is the district above ``unit_id``.
    ``data`` goes into the event: codes and ids only.
    """

    number: str
    channel: Channel
    kind: OrderKind
    urgency: Urgency
    title: str
    original: str
    registered_at: datetime
    closed_at: datetime | None
    state: State = State.CLOSED
    transfer: str = ""
    reply: str = ""
    due_at: datetime | None = None
    place_text: str = ""
    region_id: int | None = None
    matter_id: int | None = None
    matter_top: str = ""
    unit_id: int | None = None
    district_id: int | None = None
    is_confidential: bool = False
    phone: str = ""
    name: str = ""
    data: Mapping[str, Any] = field(default_factory=dict)


class Prepared(NamedTuple):
    """A historic order with its texts (kind, body, salt), their digests by kind, and its search row's words."""

    given: HistoricOrder
    texts: list[tuple[str, str, bytes]]
    digests: dict[str, str]
    heading: str
    words: str


def prepared(given: HistoricOrder) -> Prepared:
    """Salt, digest and cut an order's texts: most of the work of importing it, and none of the database's."""
    transfer = given.transfer or given.original
    bodies = (given.original, transfer, given.reply)
    salts = os.urandom(_SALT * len(bodies))
    texts = [
        (kind, body, salts[place * _SALT : (place + 1) * _SALT])
        for place, (kind, body) in enumerate(zip(_KINDS, bodies, strict=True))
        if body
    ]
    words = words_of(order=given, transfer=transfer, original=given.original)
    return Prepared(
        given=given,
        texts=texts,
        digests={kind: chain.salted_digest(salt, body) for kind, body, salt in texts},
        heading=chain.heading_digest(texts[0][2], title=given.title, place=given.place_text),
        words="'" + "' '".join(words) + "'" if words else "",
    )
