"""Subscriptions through the API."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from ninja import Path, Router, Status

from huying.exchange.actions.subscribe import subscribe
from huying.exchange.actions.unsubscribe import unsubscribe
from huying.exchange.queries.subscriptions import subscriptions_of
from huying.exchange.schemas import Subscribed, SubscriptionIn, Subscriptions, Unsubscribed
from huying.foundation import clock
from huying.foundation.commit import one_commit
from huying.foundation.problems import Id
from huying.organisation.api.gate import WRITE_REFUSALS, IdempotencyKey, admitted_of, asked, caller_of, gate
from huying.organisation.choices import ApiScope
from huying.records.actions.answer_once import answer_once

router = Router()


@router.get(
    "/webhooks",
    **gate(scope=ApiScope.WEBHOOKS, answer=Subscriptions, summary="订阅列表", operation="list_webhooks"),
)
def list_webhooks(request: HttpRequest) -> dict[str, Any]:
    """List the calling system's subscriptions."""
    return {"items": subscriptions_of(actor=caller_of(request))}


@router.post(
    "/webhooks",
    **gate(
        scope=ApiScope.WEBHOOKS,
        answer=Subscribed,
        summary="新增订阅",
        operation="create_webhook",
        status=201,
        refusals=WRITE_REFUSALS,
    ),
)
def create_webhook(request: HttpRequest, said: SubscriptionIn, idempotency_key: IdempotencyKey) -> Status[Any]:
    """Subscribe the calling system to facts."""
    admitted, at = admitted_of(request), clock.now()
    private: bool = settings.HUYING_WEBHOOK_PRIVATE
    given = dict(said) | {"seat_id": admitted.seat_id, "private": private}
    with one_commit():
        answer = answer_once(
            **asked(request, key=idempotency_key, at=at),
            act=lambda: {"id": subscribe(**given, actor=admitted.actor, at=at)},
        )
    return Status(201, answer)


@router.delete(
    "/webhooks/{webhook}",
    **gate(
        scope=ApiScope.WEBHOOKS,
        answer=Unsubscribed,
        summary="停用订阅",
        operation="end_webhook",
        refusals=(404, *WRITE_REFUSALS),
    ),
)
def end_webhook(request: HttpRequest, webhook: Path[Id], idempotency_key: IdempotencyKey) -> object:
    """End one of the calling system's subscriptions."""
    actor, at = caller_of(request), clock.now()
    with one_commit():
        return answer_once(
            **asked(request, key=idempotency_key, at=at),
            act=lambda: {"id": unsubscribe(subscription_id=webhook, actor=actor, at=at)},
        )
