"""Jobs: procrastinate in the same PostgreSQL, deferred inside Django's transactions.

A room's ``tasks.py`` declares its tasks on ``procrastinate.contrib.django.app``. What has to happen by
the clock is listed here.
"""

from __future__ import annotations

from procrastinate import App

# (task name, when): "minute hour day month weekday" in UTC, as cron writes it.
PERIODIC: tuple[tuple[str, str], ...] = (("workorders.seal_history", "0 * * * *"),)


def add_periodic_tasks(app: App) -> None:
    """Put the table above into the worker's clock; raise ``KeyError`` for a task that does not exist."""
    for name, cron in PERIODIC:
        app.periodic(cron=cron, periodic_id=name)(app.tasks[name])
