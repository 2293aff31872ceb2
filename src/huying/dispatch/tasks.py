"""Jobs of dispatch."""

from __future__ import annotations

from procrastinate.contrib.django import app

from huying.dispatch.actions.lapse_return import lapse_return
from huying.dispatch.actions.suggest_unit import suggest_unit
from huying.dispatch.queries.returns import has_waiting_return
from huying.domain.actors import policy_actor
from huying.foundation import clock
from huying.foundation.commit import one_commit
from huying.foundation.outbox import AGAIN


def lapse_return_when_waiting(*, order_id: int, centre_id: int) -> None:
    """Put the job that lets an ended order's request lapse into the present transaction; most orders have none."""
    if has_waiting_return(order_id=order_id):
        lapse_return_task.configure(queueing_lock=f"dispatch.lapse_return:{order_id}").defer(
            order_id=order_id, centre_id=centre_id
        )


@app.task(queue="dispatch", name="dispatch.suggest_unit", retry=AGAIN)
def suggest_unit_task(*, order_id: int) -> None:
    """Suggest a unit for an order; running it again replaces the suggestion."""
    with one_commit():
        suggest_unit(order_id=order_id, at=clock.now())


@app.task(queue="dispatch", name="dispatch.lapse_return", priority=10, retry=AGAIN)
def lapse_return_task(*, order_id: int, centre_id: int) -> None:
    """Let the request to return an ended order lapse; running it again changes nothing."""
    with one_commit():
        lapse_return(order_id=order_id, actor=policy_actor(centre_id=centre_id, name="lapsed_roads"), at=clock.now())
