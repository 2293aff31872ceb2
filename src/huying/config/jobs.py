"""Jobs: procrastinate in the same PostgreSQL, deferred inside Django's transactions.

A room's ``tasks.py`` declares its tasks on ``procrastinate.contrib.django.app``. What has to happen by
the clock is listed here.
"""

from __future__ import annotations

from procrastinate import App
from procrastinate.contrib.django import app as django_app

# (task name, when): "minute hour day month weekday" in UTC, as cron writes it.
PERIODIC: tuple[tuple[str, str], ...] = (
    ("config.retry_abandoned_jobs", "*/5 * * * *"),
    ("workorders.seal_history", "0 * * * *"),
    ("records.sweep_answers", "40 18 * * *"),
    ("exchange.send_waiting", "*/10 * * * *"),
    ("exchange.sweep_deliveries", "50 18 * * *"),
)


async def _retry_abandoned_jobs(*, timestamp: int) -> None:
    """Put back jobs whose worker died over them: every job runs at least once, and none blocks its lock."""
    del timestamp
    manager = django_app.job_manager
    for job in await manager.get_stalled_jobs():
        await manager.retry_job(job)


def prepare(app: App) -> None:
    """Put the table above into the worker's clock; raise ``KeyError`` for a task that does not exist."""
    name = "config.retry_abandoned_jobs"
    app.task(name=name, queueing_lock=name)(_retry_abandoned_jobs)
    for name, cron in PERIODIC:
        app.periodic(cron=cron, periodic_id=name)(app.tasks[name])
