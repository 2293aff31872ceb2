"""Round every job of a worker: a name, a line in the log, a count."""

from __future__ import annotations

import logging
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from typing import Any

from procrastinate.job_context import JobContext
from procrastinate.worker import Worker

from huying.foundation import metrics, statements, trace
from huying.foundation.job_cause import take_cause

_log = logging.getLogger("huying.jobs")


def watch_job(go_on: Callable[[], Any], context: JobContext, worker: Worker) -> Any:
    """Run a job in this thread, watched with its statements."""
    del worker
    with _served(context), statements.watched():
        return go_on()


async def watch_async_job(go_on: Callable[[], Awaitable[Any]], context: JobContext, worker: Worker) -> Any:
    """Run a job on the worker's loop, watched."""
    del worker
    with _served(context):
        return await go_on()


@contextmanager
def _served(context: JobContext) -> Iterator[None]:
    task, job_id = context.job.task_name, context.job.id
    begun, outcome, level = time.perf_counter(), "failed", logging.ERROR
    work = trace.Work(id=f"job-{job_id}", route=task, cause=take_cause(context.job))
    with trace.serving(work):
        try:
            yield
            outcome, level = "succeeded", logging.INFO
        finally:
            seconds = time.perf_counter() - begun
            metrics.JOBS.labels(task, outcome).inc()
            metrics.JOB_SECONDS.labels(task).observe(seconds)
            told = {"job_id": job_id, "outcome": outcome, "ms": round(seconds * 1000), "statements": work.statements}
            told |= {"attempt": context.job.attempts + 1}
            _log.log(level, "任务 %s", task, extra=told, exc_info=level == logging.ERROR)
