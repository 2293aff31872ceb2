"""Jobs of dispatch."""

from __future__ import annotations

from procrastinate.contrib.django import app

from huying.dispatch.actions.suggest_unit import suggest_unit
from huying.foundation import clock
from huying.foundation.commit import one_commit
from huying.foundation.outbox import AGAIN


@app.task(queue="dispatch", name="dispatch.suggest_unit", retry=AGAIN)
def suggest_unit_task(*, order_id: int) -> None:
    """Suggest a unit for an order; running it again replaces the suggestion."""
    with one_commit():
        suggest_unit(order_id=order_id, at=clock.now())
