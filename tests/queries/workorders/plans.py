"""Read how PostgreSQL would run a query, where only an index can spare it the work."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

# What a big table forbids is forbidden here: the test tables are small, and small tables are best read whole.
_AS_IF_BIG = ("enable_seqscan", "enable_sort", "enable_hashjoin", "enable_mergejoin")


@contextmanager
def as_if_big() -> Iterator[None]:
    """Let the planner think as it would of a million rows."""
    with transaction.atomic(), connection.cursor() as cursor:
        for name in _AS_IF_BIG:
            cursor.execute(f"SET LOCAL {name} = off")
        yield
        transaction.set_rollback(True)


def plans_of(ask: Callable[[], object]) -> list[str]:
    """Run ``ask`` and return the plan of each query that reads orders."""
    with CaptureQueriesContext(connection) as asked:
        ask()
    texts = [query["sql"] for query in asked.captured_queries if " workorders_" in query["sql"].replace('"', " ")]
    with connection.cursor() as cursor:
        plans = []
        for text in texts:
            cursor.execute("EXPLAIN (COSTS off) " + text)
            plans.append("\n".join(line for (line,) in cursor.fetchall()))
    return plans
