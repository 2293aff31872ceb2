"""What was told, what waits, and what was given up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from huying.domain.actors import Actor
from huying.domain.errors import NotFound
from huying.exchange.choices import DeliveryState
from huying.exchange.models import Delivery
from huying.exchange.queries.subscriptions import secret_context
from huying.foundation.sealing import open_sealed

_SHOWN = 100


class DeliveryNotFound(NotFound):
    """No such push that was given up, in the actor's centre."""

    code = "delivery_not_found"
    sentence = "没有找到这条未送达的推送，它可能已经重新发送。"


@dataclass(frozen=True, kw_only=True)
class Push:
    """What a push needs; ``not_before`` while the receiver is left alone."""

    id: int
    push_id: UUID
    url: str
    body: bytes
    secret: str
    not_before: datetime | None
    is_demo: bool


@dataclass(frozen=True, kw_only=True)
class DeadRow:
    """A push that was given up."""

    id: int
    push_id: UUID
    system_name: str
    url: str
    attempts: int
    last_fault: str
    created_at: datetime


def push_of(*, delivery_id: int) -> Push | None:
    """Return what is to be pushed, ``None`` when it no longer waits or nobody wants it any more."""
    row = (
        Delivery.objects.select_related("subscription__centre")
        .filter(pk=delivery_id, state=DeliveryState.WAITING, subscription__ended_at=None)
        .first()
    )
    if row is None:
        return None
    subscription = row.subscription
    return Push(
        id=row.pk,
        push_id=row.push_id,
        url=subscription.url,
        body=row.body.encode(),
        secret=open_sealed(subscription.secret_sealed, context=secret_context(subscription.pk)),
        not_before=subscription.resume_at if row.attempts == 0 else None,
        is_demo=subscription.centre.is_demo,
    )


def left_waiting(*, before: datetime) -> tuple[int, ...]:
    """Return deliveries that should have been tried before this moment: their job was lost."""
    rows = Delivery.objects.filter(state=DeliveryState.WAITING, next_try_at__lt=before, subscription__ended_at=None)
    return tuple(rows.order_by("next_try_at").values_list("pk", flat=True)[:1000])


def dead_deliveries(*, actor: Actor) -> tuple[DeadRow, ...]:
    """Return the pushes of the actor's centre that were given up, newest first, a hundred at most."""
    rows = Delivery.objects.filter(
        state=DeliveryState.DEAD, subscription__ended_at=None, subscription__centre_id=actor.centre_id
    ).select_related("subscription__seat__person")
    return tuple(
        DeadRow(
            id=row.pk,
            push_id=row.push_id,
            system_name=row.subscription.seat.person.display_name,
            url=row.subscription.url,
            attempts=row.attempts,
            last_fault=row.last_fault,
            created_at=row.created_at,
        )
        for row in rows.order_by("-pk")[:_SHOWN]
    )
