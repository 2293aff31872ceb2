"""The page that Prometheus reads: what the processes counted, and what the database shows now."""

from __future__ import annotations

import hmac
from collections.abc import Iterator
from dataclasses import dataclass
from ipaddress import ip_address

from django.conf import settings
from django.db import DatabaseError, InterfaceError
from django.http import HttpRequest, HttpResponse
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector, CollectorRegistry

from huying.config.watching.in_time import InTime
from huying.foundation import clock, job_queue, memory, metrics
from huying.foundation.access import open_to_all
from huying.workorders.queries.vital_signs import OpenCount, last_sealed_at, open_counts

_PATIENCE_SECONDS = 5.0
_FORWARDED = ("X-Forwarded-For", "Forwarded", "X-Real-IP")


@open_to_all
def metrics_page(request: HttpRequest) -> HttpResponse:
    """Tell all figures to whoever may read them; 403 to others."""
    if not _may_read(request):
        sentence = "监控数据只向 HUYING_METRICS_FROM 中的地址或持有口令者开放。"
        return HttpResponse(sentence, status=403, content_type="text/plain; charset=utf-8")
    now = CollectorRegistry()
    now.register(_Database())
    text = generate_latest(metrics.registry()) + generate_latest(now)
    return HttpResponse(text, content_type=CONTENT_TYPE_LATEST)


def _may_read(request: HttpRequest) -> bool:
    """Say whether token or address fit; behind a proxy the address is the proxy's, and says nothing."""
    token = settings.HUYING_METRICS_TOKEN
    given = request.headers.get("Authorization", "")
    if token and hmac.compare_digest(given.encode(), f"Bearer {token}".encode()):
        return True
    if any(name in request.headers for name in _FORWARDED):
        return False
    try:
        address = ip_address(request.META.get("REMOTE_ADDR", ""))
    except ValueError:
        return False
    return any(address in network for network in settings.HUYING_METRICS_FROM)


@dataclass(frozen=True, kw_only=True)
class _Seen:
    """What the database shows."""

    heartbeat_age: float | None
    queues: tuple[job_queue.Waiting, ...]
    orders: tuple[OpenCount, ...]
    seal_age: float | None


@memory.kept_a_minute
def _look() -> _Seen:
    at = clock.now()
    sealed = last_sealed_at()
    return _Seen(
        heartbeat_age=job_queue.heartbeat_age(),
        queues=tuple(job_queue.waiting()),
        orders=open_counts(at=at),
        seal_age=(at - sealed).total_seconds() if sealed else None,
    )


_looking = InTime(_look, seconds=_PATIENCE_SECONDS)


class _Database(Collector):
    """Gauges of the store, looked up at most once a minute; without an answer, only that there is none."""

    def collect(self) -> Iterator[Metric]:
        try:
            seen = _looking.answer()
        except (TimeoutError, DatabaseError, InterfaceError):
            seen = None
        yield GaugeMetricFamily("huying_database_up", "数据库是否应答", value=0 if seen is None else 1)
        if seen:
            yield from _gauges(seen)


def _gauges(seen: _Seen) -> Iterator[Metric]:
    depth = GaugeMetricFamily("huying_queue_jobs", "到时而未开始的任务数", labels=["queue"])
    oldest = GaugeMetricFamily("huying_queue_oldest_seconds", "等候最久的任务已等几秒", labels=["queue"])
    for queue in seen.queues:
        depth.add_metric([queue.queue], queue.jobs)
        oldest.add_metric([queue.queue], queue.oldest_seconds)
    orders = GaugeMetricFamily("huying_orders_open", "在办工单数", labels=["centre", "state"])
    overdue = GaugeMetricFamily("huying_orders_overdue", "当前环节已超期的在办工单数", labels=["centre", "state"])
    for one in seen.orders:
        orders.add_metric([one.centre, one.state], one.orders)
        overdue.add_metric([one.centre, one.state], one.overdue)
    yield from (depth, oldest, orders, overdue)
    if seen.heartbeat_age is not None:
        yield GaugeMetricFamily("huying_worker_heartbeat_seconds", "后台任务几秒前报过平安", value=seen.heartbeat_age)
    if seen.seal_age is not None:
        yield GaugeMetricFamily("huying_seal_age_seconds", "最近一次封印距今几秒", value=seen.seal_age)
