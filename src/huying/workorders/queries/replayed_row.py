"""What of an order's row its history can be replayed to."""

from __future__ import annotations

from typing import Any

from huying.domain.chain import stamp


def replayed_row(order: Any) -> dict[str, Any]:
    """Return the columns that the history can be replayed to, as the event keeps them.

    ``order`` is an ``Order``, or what has its columns by the same names.
    """
    found = {
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
    # An order that never took a side road or a tag says nothing of them: so do histories of before there were any.
    if order.open_roads is not None:
        found["roads"] = list(order.open_roads)
    if order.difficulties is not None:
        found["difficulties"] = list(order.difficulties)
    return found
