"""Orders in numbers, written straight to the table: for lists longer than a page."""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy
from datetime import datetime
from typing import Any

from huying.domain.actors import Actor
from huying.workorders.choices import Part
from huying.workorders.models import Assignment, Order, SearchRow
from huying.workorders.queries.search_words import words_of
from tests.factories.workorders import create_order


def many(number: int, *, operator: Actor, at: datetime, **columns: Any) -> list[Order]:
    """Copy one registered order ``number`` times; ``columns`` may hold a list, one value an order."""
    model = create_order(operator=operator, at=at)
    model.refresh_from_db()
    rows = []
    for place in range(number):
        row = copy(model)
        row.pk, row.identity_id, row.caller_id, row.external_no = None, None, None, ""
        for name, value in columns.items():
            setattr(row, name, value[place] if isinstance(value, list) else value)
        rows.append(row)
    SearchRow.objects.filter(pk=model.pk).delete()
    return Order.objects.bulk_create(rows)


def held_by(unit_id: int, orders: Sequence[Order]) -> None:
    """Give the orders an assignment each, as assigning does."""
    Assignment.objects.bulk_create(
        Assignment(order=order, unit_id=unit_id, part=Part.LEAD, assigned_at=order.registered_at) for order in orders
    )


def with_words(orders: Sequence[Order], *, transfer: str) -> None:
    """Give the orders a search row each, as opening does."""
    SearchRow.objects.bulk_create(
        SearchRow(
            order=order,
            words=" ".join(f"'{word}'" for word in words_of(order=order, transfer=transfer, original=transfer)),
        )
        for order in orders
    )
