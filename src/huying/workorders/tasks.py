"""Jobs of workorders."""

from __future__ import annotations

from procrastinate.contrib.django import app

from huying.foundation import clock
from huying.foundation.commit import one_commit
from huying.workorders.actions.seal_history import seal_history


@app.task(queue="workorders", name="workorders.seal_history", lock="workorders.seal_history", priority=20)
def seal_history_task(*, timestamp: int) -> None:
    """Seal the history, hourly (``timestamp`` is the clock's stroke); a second run seals what is new since."""
    del timestamp
    with one_commit():
        seal_history(at=clock.now())
