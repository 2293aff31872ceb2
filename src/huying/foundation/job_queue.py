"""The queue of jobs as its own tables show it: what waits, and when a worker last gave a sign of life."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import connection

# Of the jobs due now; the oldest of those put in at once is the one with the lowest number.
_WAITING = """
SELECT queue_name, due, extract(epoch FROM now() - least(scheduled, (
    SELECT min(at) FROM procrastinate_events WHERE job_id = first_id AND type = 'deferred'
)))::float
FROM (
    SELECT queue_name, count(*) AS due, min(scheduled_at) AS scheduled,
        min(id) FILTER (WHERE scheduled_at IS NULL) AS first_id
    FROM procrastinate_jobs
    WHERE status = 'todo' AND (scheduled_at IS NULL OR scheduled_at <= now())
    GROUP BY queue_name
) AS queue
ORDER BY queue_name
"""
_HEARTBEAT = "SELECT extract(epoch FROM now() - max(last_heartbeat))::float FROM procrastinate_workers"


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """One queue: how many jobs are due and not begun, and for how many seconds the oldest has been."""

    queue: str
    jobs: int
    oldest_seconds: float


def waiting() -> list[Waiting]:
    """Return the queues in which jobs wait."""
    with connection.cursor() as cursor:
        cursor.execute(_WAITING)
        return [Waiting(queue=name, jobs=due, oldest_seconds=max(0.0, age or 0.0)) for name, due, age in cursor]


def heartbeat_age() -> float | None:
    """Return how many seconds ago a worker last gave a sign of life; ``None`` where none runs."""
    with connection.cursor() as cursor:
        cursor.execute(_HEARTBEAT)
        row = cursor.fetchone()
    return None if row is None or row[0] is None else max(0.0, float(row[0]))
