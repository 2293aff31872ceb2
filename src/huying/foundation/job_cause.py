"""The request that caused a job: its number travels with the job's arguments, and the task never sees it.

Jobs that a job puts in go on carrying it. A job of the clock or of a command has none.
"""

from __future__ import annotations

from typing import Any

from procrastinate.jobs import Job
from procrastinate.manager import JobManager

from huying.foundation import trace

_KEY = "caused_by"


class CausedJobs(JobManager):
    """Puts each job into the queue with the request that is being served."""

    def batch_defer_jobs(self, jobs: list[Job], connection: Any | None = None) -> list[Job]:
        """Put jobs in, as the library does; every way of ours leads through here."""
        work = trace.present()
        if work and work.cause:
            jobs = [job.evolve(task_kwargs={**job.task_kwargs, _KEY: work.cause}) for job in jobs]
        return super().batch_defer_jobs(jobs, connection=connection)


def take_cause(job: Job) -> str:
    """Return the number of the request that caused a job, empty for none, and take it out of the arguments."""
    return str(job.task_kwargs.pop(_KEY, ""))
