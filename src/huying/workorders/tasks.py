"""Jobs of workorders."""

from __future__ import annotations

from procrastinate.contrib.django import app

from huying.domain.actors import policy_actor
from huying.foundation import clock
from huying.foundation.commit import one_commit
from huying.organisation.queries.centres import centre_ids
from huying.workorders.actions.drop_likeness import drop_likeness
from huying.workorders.actions.expire_order import expire_order
from huying.workorders.actions.seal_history import seal_history
from huying.workorders.actions.sweep_files import sweep_files
from huying.workorders.queries.retention import due_orders, switched_on


@app.task(queue="workorders", name="workorders.seal_history", lock="workorders.seal_history", priority=20)
def seal_history_task(*, timestamp: int) -> None:
    """Seal the history, hourly (``timestamp`` is the clock's stroke); a second run seals what is new since."""
    del timestamp
    with one_commit():
        seal_history(at=clock.now())


@app.task(queue="workorders", name="workorders.sweep_files", lock="workorders.sweep_files")
def sweep_files_task(*, timestamp: int) -> None:
    """Remove the files that no order needs, nightly (``timestamp`` is the clock's stroke); again changes nothing."""
    del timestamp
    with one_commit():
        sweep_files(at=clock.now())


@app.task(queue="workorders", name="workorders.expire_orders", lock="workorders.expire_orders", priority=-10)
def expire_orders_task(*, timestamp: int) -> None:
    """Take away, nightly, what every centre that switched it on keeps no longer; a commit an order."""
    del timestamp
    for centre_id in centre_ids():
        expire_orders(centre_id=centre_id)


def expire_orders(*, centre_id: int) -> int:
    """Take away what one centre keeps no longer; return how many orders lost something."""
    at, gone = clock.now(), 0
    actor = policy_actor(centre_id=centre_id, name="retention")
    months = switched_on(centre_id=centre_id, at=at)
    for order_id in due_orders(centre_id=centre_id, months=months, at=at):
        with one_commit():
            gone += expire_order(order_id=order_id, months=months, actor=actor, at=at)
    return gone


@app.task(queue="workorders", name="workorders.drop_likeness", lock="workorders.drop_likeness", priority=-10)
def drop_likeness_task(*, timestamp: int) -> None:
    """Let ended orders of long ago no longer be found as like ones, nightly; a commit some thousand."""
    del timestamp
    for centre_id in centre_ids():
        actor = policy_actor(centre_id=centre_id, name="likeness")
        after: int | None = 0
        while after is not None:
            with one_commit():
                after = drop_likeness(after=after, actor=actor, at=clock.now())
