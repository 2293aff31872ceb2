"""What an import leaves to be done never stands before a caller who waits, nor before the hourly seal."""

from __future__ import annotations

from huying.dispatch.tasks import suggest_unit_task
from huying.followup.tasks import open_task_task
from huying.workorders.tasks import seal_history_task


def test_follow_ups_and_seals_go_before_suggestions() -> None:
    assert seal_history_task.priority > open_task_task.priority > suggest_unit_task.priority
