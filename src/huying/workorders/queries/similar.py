"""Orders that may be of the same matter: from the same line, or of the same matter in the same place."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import QuerySet

from huying.callers.queries import callers_by_phone
from huying.domain.actors import SIDES, Actor, Side
from huying.policy.queries import policy_at
from huying.workorders.models import Order
from huying.workorders.queries.queue import OrderRow, columns, rows_of
from huying.workorders.queries.visible import visible_orders

_SHOWN = 10


@dataclass(frozen=True, kw_only=True)
class Similar:
    """What to look for: who called, and which matter in which region; empty parts find nothing."""

    caller_ids: Collection[UUID] = ()
    region_id: int | None = None
    matter_id: int | None = None


def similar_to_typed(*, phone: str, region_id: int | None, matter_id: int | None, actor: Actor) -> Similar:
    """Return what to look for before a demand is registered; ``phone`` as it was typed."""
    callers = callers_by_phone(phone=phone, actor=actor) if phone else ()
    return Similar(caller_ids=callers, region_id=region_id, matter_id=matter_id)


def similar_to(*, order: Order) -> Similar:
    """Return what an order's similar ones have with it in common."""
    callers = (order.caller_id,) if order.caller_id else ()
    return Similar(caller_ids=callers, region_id=order.region_id, matter_id=order.matter_id)


def similar_orders(
    *, wanted: Similar, actor: Actor, at: datetime, besides: int | None = None, is_open: bool | None = None
) -> tuple[OrderRow, ...]:
    """Return similar orders of the policy's ``repeat_days``, newest first, ten of either kind; for the hotline only.

    ``besides`` is the order that is compared; ``is_open`` asks for open or for ended ones only.
    约定: a unit is not told what else a caller brought up.
    """
    if SIDES.get(actor.role) is not Side.MANAGE:
        return ()
    span = timedelta(days=policy_at(centre_id=actor.centre_id, at=at).policy.repeat_days)
    recent = visible_orders(actor=actor).filter(registered_at__gte=at - span).exclude(pk=besides or 0)
    if is_open is not None:
        recent = recent.filter(is_open=is_open)
    found: dict[int, Order] = {}
    if wanted.caller_ids:
        found |= _newest(recent.filter(caller_id__in=wanted.caller_ids))
    if wanted.region_id and wanted.matter_id:
        found |= _newest(recent.filter(region_id=wanted.region_id, matter_id=wanted.matter_id))
    return rows_of([found[key] for key in sorted(found, reverse=True)], at=at)


def _newest(orders: QuerySet[Order]) -> dict[int, Order]:
    return {order.pk: order for order in columns(orders).order_by("-pk")[:_SHOWN]}
