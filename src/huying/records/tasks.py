"""Jobs of the records."""

from __future__ import annotations

from procrastinate.contrib.django import app

from huying.foundation import clock
from huying.foundation.commit import one_commit
from huying.records.actions.sweep_answers import sweep_answers


@app.task(queue="records", name="records.sweep_answers", lock="records.sweep_answers")
def sweep_answers_task(*, timestamp: int) -> None:
    """Let go of old answers, nightly."""
    del timestamp
    with one_commit():
        sweep_answers(at=clock.now())
