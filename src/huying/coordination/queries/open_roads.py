"""What of coordination is open on an order."""

from __future__ import annotations

from django.db import connection

_OPEN = """
SELECT FROM coordination_conference WHERE order_id = %(order)s AND settled_at IS NULL AND lapsed_at IS NULL
UNION ALL
SELECT FROM coordination_whistle WHERE order_id = %(order)s AND ended_at IS NULL AND lapsed_at IS NULL
UNION ALL
SELECT FROM coordination_escalation WHERE order_id = %(order)s AND answered_at IS NULL AND lapsed_at IS NULL
UNION ALL
SELECT FROM coordination_instruction WHERE order_id = %(order)s AND reported_at IS NULL AND lapsed_at IS NULL
LIMIT 1
"""


def has_open_roads(*, order_id: int) -> bool:
    """Say whether a conference, a whistle, a question or an instruction of an order is open."""
    with connection.cursor() as asked:
        asked.execute(_OPEN, {"order": order_id})
        return asked.fetchone() is not None
