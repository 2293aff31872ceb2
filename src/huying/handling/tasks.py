"""Jobs of handling."""

from __future__ import annotations

from procrastinate.contrib.django import app

from huying.domain.actors import policy_actor
from huying.foundation import clock
from huying.foundation.commit import one_commit
from huying.foundation.outbox import AGAIN
from huying.handling.actions.lapse_requests import lapse_requests
from huying.handling.actions.settle_ledger import settle_ledger
from huying.handling.queries.decisions import waiting_requests
from huying.handling.queries.hangings import is_hung


def lapse_requests_when_waiting(*, order_id: int, centre_id: int) -> None:
    """Put the job that lets an ended order's requests lapse into the present transaction; most orders have none."""
    if any(found.exists() for found in waiting_requests(order_id=order_id)):
        lapse_requests_task.configure(queueing_lock=f"handling.lapse_requests:{order_id}").defer(
            order_id=order_id, centre_id=centre_id
        )


def settle_ledger_when_hung(*, order_id: int, centre_id: int, event: int) -> None:
    """Put the job that settles a hung order's row into the present transaction; most orders have none."""
    if is_hung(order_id=order_id):
        settle_ledger_task.configure(queueing_lock=f"handling.settle_ledger:{order_id}:{event}").defer(
            order_id=order_id, centre_id=centre_id, event=event
        )


@app.task(queue="handling", name="handling.settle_ledger", priority=10, retry=AGAIN)
def settle_ledger_task(*, order_id: int, centre_id: int, event: int) -> None:
    """Write a hung matter off, or not; running it again changes nothing."""
    with one_commit():
        settle_ledger(
            order_id=order_id,
            event=event,
            actor=policy_actor(centre_id=centre_id, name="hanging_ledger"),
            at=clock.now(),
        )


@app.task(queue="handling", name="handling.lapse_requests", priority=10, retry=AGAIN)
def lapse_requests_task(*, order_id: int, centre_id: int) -> None:
    """Let what a unit asked for of an ended order lapse; running it again changes nothing."""
    with one_commit():
        actor = policy_actor(centre_id=centre_id, name="lapsed_roads")
        lapse_requests(order_id=order_id, actor=actor, at=clock.now())
