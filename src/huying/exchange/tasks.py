"""Jobs of the exchange. A push runs outside any transaction: a dead receiver never slows a write.

A job that found the database gone is tried again; the receiver's faults have pauses of their own.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from procrastinate.contrib.django import app

from huying.adapters.webhooks.client import HttpPusher
from huying.adapters.webhooks.fake import FakePusher
from huying.adapters.webhooks.port import Pusher, PushFailed
from huying.domain.facts import Fact
from huying.domain.webhooks import signature
from huying.exchange.actions.note_fact import note_fact
from huying.exchange.actions.plan_push import JOB, PRIORITY, plan_push
from huying.exchange.actions.record_push import record_push
from huying.exchange.actions.sweep_deliveries import sweep_deliveries
from huying.exchange.queries.deliveries import Push, left_waiting, push_of
from huying.exchange.queries.subscriptions import is_wanted
from huying.foundation import clock
from huying.foundation.commit import one_commit
from huying.foundation.outbox import AGAIN

# What should have been tried so long ago has lost its job.
_LOST = timedelta(minutes=10)


def tell_subscribers(fact: Fact) -> None:
    """Put the job that tells of a fact into the present transaction, where anybody wants to be told."""
    if is_wanted(fact=fact.name, centre_id=fact.centre_id):
        words = {**vars(fact), "at": fact.at.isoformat()}
        note_fact_task.defer(**words)


@app.task(queue="exchange", name="exchange.note_fact", priority=-5, retry=AGAIN)
def note_fact_task(*, name: str, order_id: int, centre_id: int, event: int, state: str, at: str) -> None:
    """Write what each subscriber is to be told, and a job for each; running it again changes nothing."""
    fact = Fact(
        name=name, order_id=order_id, centre_id=centre_id, event=event, state=state, at=datetime.fromisoformat(at)
    )
    with one_commit():
        for delivery_id in note_fact(fact=fact):
            plan_push(delivery_id=delivery_id)


@app.task(queue="exchange", name=JOB, priority=PRIORITY, retry=AGAIN)
def push_task(*, delivery_id: int) -> None:
    """Push once, and plan the next attempt where it failed; a second run after a lost worker pushes the same again."""
    push, at = push_of(delivery_id=delivery_id), clock.now()
    if push is None:
        return
    is_early = push.not_before is not None and push.not_before > at
    fault = "" if is_early else _push(push, pusher(is_demo=push.is_demo), at=at)
    with one_commit():
        again_at = push.not_before if is_early else record_push(delivery_id=delivery_id, fault=fault, at=clock.now())
        if again_at:
            plan_push(delivery_id=delivery_id, at=again_at)


def pusher(*, is_demo: bool) -> Pusher:
    """Return who carries pushes: for a demonstration nobody, its invented orders never leave the house (约定)."""
    return FakePusher() if is_demo else HttpPusher(private=settings.HUYING_WEBHOOK_PRIVATE)


def _push(push: Push, carrier: Pusher, *, at: datetime) -> str:
    """Push; return what went wrong, empty for nothing."""
    headers = {
        "Content-Type": "application/json",
        "User-Agent": "huying",
        "Huying-Delivery": str(push.push_id),
        "Huying-Signature": signature(secret=push.secret, timestamp=int(at.timestamp()), body=push.body),
    }
    try:
        carrier.push(url=push.url, body=push.body, headers=headers)
    except PushFailed as fault:
        return str(fault)
    return ""


@app.task(queue="exchange", name="exchange.send_waiting", queueing_lock="exchange.send_waiting")
def send_waiting_task(*, timestamp: int) -> None:
    """Give a job to every push that has lost its own."""
    del timestamp
    for delivery_id in left_waiting(before=clock.now() - _LOST):
        with one_commit():
            plan_push(delivery_id=delivery_id)


@app.task(queue="exchange", name="exchange.sweep_deliveries", lock="exchange.sweep_deliveries")
def sweep_deliveries_task(*, timestamp: int) -> None:
    """Let go of old pushes, nightly."""
    del timestamp
    with one_commit():
        sweep_deliveries(at=clock.now())
