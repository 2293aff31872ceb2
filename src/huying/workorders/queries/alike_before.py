"""Ended orders whose account is most like an order's: what a dispatcher looks at to see who did such a thing before."""

from __future__ import annotations

from typing import Any

from django.db import connection

from huying.language.likeness import COMPARED, alike, grams_of, keys_of
from huying.workorders.choices import TextKind
from huying.workorders.models import Order
from huying.workorders.queries.likeness_hits import HITS

_LIKE = 0.35
"""From where on two accounts are like each other. 约定: what a reader takes for the same sort of thing."""
_EACH_KEY, _BY_KEYS = 100, 60
_CANDIDATES = (
    HITS
    + """SELECT past.id, left(said.body, %(compared)s)
FROM hit JOIN workorders_order AS past USING (id)
JOIN workorders_text AS said ON said.order_id = past.id AND said.event = 1 AND said.kind = %(kind)s
WHERE past.centre_id = %(centre)s AND NOT past.is_open AND past.accountable_unit_id IS NOT NULL
  AND NOT past.is_confidential AND said.erased_at IS NULL
"""
)


def alike_before(*, order: Order, text: str, most: int) -> tuple[int, ...]:
    """Return the ids of at most so many ended orders of the centre whose account is like ``text``, the likest first.

    Found by the index of likeness, which holds orders for the policy's ``repeat_days``; none confidential. One query.
    """
    keys = keys_of(text=text, place=order.place_text, within=order.centre_id)
    asked: dict[str, Any] = {
        "keys": keys,
        "besides": order.pk,
        "centre": order.centre_id,
        "kind": TextKind.ORIGINAL.value,
        "compared": COMPARED,
        "each_key": _EACH_KEY,
        "by_keys": _BY_KEYS,
    }
    with connection.cursor() as cursor:
        cursor.execute(_CANDIDATES, asked)
        found = cursor.fetchall()
    grams = grams_of(text)
    ranked = sorted(((alike(grams, grams_of(body)), key) for key, body in found), reverse=True)
    return tuple(key for worth, key in ranked[:most] if worth >= _LIKE)
