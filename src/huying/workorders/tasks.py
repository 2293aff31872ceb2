"""Jobs of workorders."""

from __future__ import annotations

from procrastinate.contrib.django import app

from huying.foundation import clock
from huying.foundation.commit import one_commit
from huying.workorders.actions.seal_history import seal_history
from huying.workorders.actions.sweep_files import sweep_files


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
