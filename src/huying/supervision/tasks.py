"""Jobs of supervision."""

from __future__ import annotations

from procrastinate.contrib.django import app

from huying.domain.actors import policy_actor
from huying.foundation import clock
from huying.foundation.commit import one_commit
from huying.foundation.outbox import AGAIN
from huying.supervision.actions.lapse_supervision import lapse_supervision
from huying.supervision.actions.note_reply_leads import note_reply_leads
from huying.supervision.queries.asking import open_supervision


def lapse_when_supervised(*, order_id: int, centre_id: int) -> None:
    """Put the job that ends a supervision order with its order into the present transaction; most orders have none."""
    if open_supervision(order_id=order_id):
        lapse_supervision_task.configure(queueing_lock=f"supervision.lapse_supervision:{order_id}").defer(
            order_id=order_id, centre_id=centre_id
        )


@app.task(queue="supervision", name="supervision.lapse_supervision", priority=10)
def lapse_supervision_task(*, order_id: int, centre_id: int) -> None:
    """End the supervision order of an order that ended; running it again changes nothing."""
    with one_commit():
        actor = policy_actor(centre_id=centre_id, name="lapsed_supervision")
        lapse_supervision(order_id=order_id, actor=actor, at=clock.now())


@app.task(queue="supervision", name="supervision.note_reply_leads", priority=0, retry=AGAIN)
def note_reply_leads_task(*, order_id: int, event: int) -> None:
    """Read a reply that was submitted for what may be wrong with it; running it again changes nothing."""
    with one_commit():
        note_reply_leads(order_id=order_id, event=event)
