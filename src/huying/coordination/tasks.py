"""Jobs of coordination."""

from __future__ import annotations

from procrastinate.contrib.django import app

from huying.coordination.actions.lapse_roads import lapse_roads
from huying.coordination.queries.open_roads import has_open_roads
from huying.domain.actors import policy_actor
from huying.foundation import clock
from huying.foundation.commit import one_commit


def lapse_when_open(*, order_id: int, centre_id: int) -> None:
    """Put the job that lets an ended order's open rows lapse into the present transaction; most orders have none."""
    if has_open_roads(order_id=order_id):
        lapse_roads_task.configure(queueing_lock=f"coordination.lapse_roads:{order_id}").defer(
            order_id=order_id, centre_id=centre_id
        )


@app.task(queue="coordination", name="coordination.lapse_roads", priority=10)
def lapse_roads_task(*, order_id: int, centre_id: int) -> None:
    """Let what was open on an ended order lapse; running it again changes nothing."""
    with one_commit():
        lapse_roads(order_id=order_id, actor=policy_actor(centre_id=centre_id, name="lapsed_roads"), at=clock.now())
