"""Let a unit be suggested for an order of the demonstration."""

from __future__ import annotations

from datetime import timedelta

from huying.demo.queries.life import Life, OverError
from huying.dispatch.actions.suggest_unit import suggest_unit
from huying.dispatch.tasks import suggest_unit_task


def suggest_at_once(*, life: Life) -> None:
    """Do what the job would; leave it to the job where that would lie after ``until``, and raise ``OverError``."""
    at = life.at + timedelta(seconds=2)
    if at > life.until:
        suggest_unit_task.defer(order_id=life.order_id)
        raise OverError
    suggest_unit(order_id=life.order_id, at=at)
