"""Figures that processes count while they work, for Prometheus; no label holds what names a person or an order.

Where ``counting.count_into`` was called before this is imported, all processes of a data directory count into
files there, and any web process tells the sum.
"""

from __future__ import annotations

import os

from prometheus_client import CollectorRegistry, Counter, Histogram
from prometheus_client.multiprocess import MultiProcessCollector

from huying.foundation.counting import FOLDER

_SECONDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)
_STATEMENTS = (0, 2, 5, 10, 20, 50, 100, 500)

_counted = CollectorRegistry()

REQUESTS = Counter("huying_requests", "请求数", ["route", "method", "status"], registry=_counted)
REQUEST_SECONDS = Histogram(
    "huying_request_seconds", "一次请求的用时（秒）", ["route", "method"], buckets=_SECONDS, registry=_counted
)
REQUEST_STATEMENTS = Histogram(
    "huying_request_statements", "一次请求的数据库语句数", ["route"], buckets=_STATEMENTS, registry=_counted
)
REFUSALS = Counter("huying_refusals", "未被接受的操作，按出错代码", ["code"], registry=_counted)
SIGN_IN_FAILURES = Counter("huying_sign_in_failures", "登录失败次数", registry=_counted)
FACTS = Counter("huying_facts", "已办成的事，OrderOpened 即登记", ["fact"], registry=_counted)
JOBS = Counter("huying_jobs", "后台任务数，按任务与结果", ["task", "outcome"], registry=_counted)
JOB_SECONDS = Histogram("huying_job_seconds", "一个后台任务的用时（秒）", ["task"], buckets=_SECONDS, registry=_counted)


def registry() -> CollectorRegistry:
    """Return a registry with everything counted, to which more may be added."""
    if FOLDER not in os.environ:
        return _counted
    whole = CollectorRegistry()
    MultiProcessCollector(whole)  # type: ignore[no-untyped-call]  # the library's own class
    return whole
