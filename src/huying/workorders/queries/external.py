"""Orders by the number that another system gave them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from zlib import crc32

from django.db import IntegrityError
from psycopg.errors import UniqueViolation

from huying.domain.errors import Invalid
from huying.workorders.choices import TextKind
from huying.workorders.models import Order, Text

LANES = 2
"""How many imports of a centre's history may run side by side, each with the numbers of its lane."""

_ONCE = "order_external_once"


def lane_of(number: str) -> int:
    """Return the lane, from 0, in which the order of this number is imported."""
    return crc32(number.encode()) % LANES


def is_second_of_number(fault: IntegrityError) -> bool:
    """Say whether the database refused an order because its source's number is an order of the centre already."""
    cause = fault.__cause__
    return isinstance(cause, UniqueViolation) and cause.diag.constraint_name == _ONCE


class NumberOfAnother(Invalid):
    """The source's number is an order of this centre, but another demand."""

    code = "number_of_another"
    sentence = "这个编号已经登记，但内容不同，请核对编号或内容。"


def is_registered(registered: Mapping[str, str | None], *, number: str, original: str) -> bool:
    """Say whether the demand is there, by what ``originals_by_number`` found; raises ``NumberOfAnother``."""
    if number not in registered:
        return False
    if registered[number] not in {None, original}:
        raise NumberOfAnother
    return True


def originals_by_number(*, centre_id: int, source: str, numbers: Collection[str]) -> dict[str, str | None]:
    """Return, for the numbers already registered, the caller's own account; ``None`` where it was erased."""
    orders = dict(
        Order.objects.filter(centre_id=centre_id, external_source=source, external_no__in=numbers).values_list(
            "pk", "external_no"
        )
    )
    texts = Text.objects.filter(order_id__in=orders, event=1, kind=TextKind.ORIGINAL)
    found: dict[str, str | None] = dict.fromkeys(orders.values())
    for order_id, body, erased_at in texts.values_list("order_id", "body", "erased_at"):
        found[orders[order_id]] = body if erased_at is None else None
    return found
