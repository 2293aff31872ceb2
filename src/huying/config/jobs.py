"""Jobs: procrastinate in the same PostgreSQL, deferred inside Django's transactions.

A room's ``tasks.py`` declares its tasks on ``procrastinate.contrib.django.app``. What has to happen by
the clock is listed here.
"""

from __future__ import annotations

import logging

from django.conf import settings
from procrastinate import App
from procrastinate.contrib.django import app as django_app
from procrastinate.exceptions import UniqueViolation
from procrastinate.jobs import Status

from huying.foundation.job_cause import CausedJobs

_log = logging.getLogger("huying.jobs")
# (task name, when): "minute hour day month weekday" and, if need be, "second" in UTC, as cron writes it.
PERIODIC: tuple[tuple[str, str], ...] = (
    ("config.retry_abandoned_jobs", "* * * * * */10"),
    ("workorders.seal_history", "0 * * * *"),
    ("workorders.sweep_files", "30 18 * * *"),
    ("workorders.expire_orders", "30 17 * * *"),  # 01:30 in Beijing
    ("dispatch.record_guarantees", "10 19 * * *"),  # 03:10 in Beijing
    ("workorders.drop_likeness", "10 18 * * *"),
    ("learning.learn_nightly", "0 17 * * *"),  # 01:00 in Beijing
    ("records.sweep_answers", "40 18 * * *"),
    ("exchange.send_waiting", "*/10 * * * *"),
    ("exchange.sweep_deliveries", "50 18 * * *"),
    ("notices.send_waiting", "*/10 * * * *"),
    ("notices.sweep_notices", "20 18 * * *"),
    ("dispatch.find_drifts", "0 19 * * *"),  # 03:00 in Beijing
)


async def _retry_abandoned_jobs(*, timestamp: int) -> None:
    """Put back jobs whose worker died over them: every job runs at least once, and none blocks its lock.

    Where the same thing waits already (its ``queueing_lock``), the dead worker's job is taken away instead.
    """
    del timestamp
    manager = django_app.job_manager
    for job in await manager.get_stalled_jobs(seconds_since_heartbeat=settings.HUYING_SILENT_SECONDS):
        _log.warning("任务 %s 的进程已停，交给别的进程重办", job.task_name, extra={"job_id": job.id})
        try:
            await manager.retry_job(job)
        except UniqueViolation:
            await manager.finish_job(job, status=Status.FAILED, delete_job=True)


def prepare(app: App) -> None:
    """Let jobs carry the request that causes them, and put the table above into the worker's clock.

    Raises ``KeyError`` for a task that does not exist.
    """
    app.job_manager = CausedJobs(app.connector)
    name = "config.retry_abandoned_jobs"
    app.task(name=name, queueing_lock=name)(_retry_abandoned_jobs)
    for name, cron in PERIODIC:
        app.periodic(cron=cron, periodic_id=name)(app.tasks[name])
