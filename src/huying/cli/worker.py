"""``huying worker``: run the jobs that requests left behind, and those the clock calls for."""

from __future__ import annotations

import asyncio
import os
import signal
from pathlib import Path

import click
from django.conf import settings
from django.utils.module_loading import import_string
from procrastinate import App

from huying.cli.options import data_option
from huying.cli.store import opened
from huying.cli.web import require_free
from huying.foundation.counting import count_into
from huying.foundation.embedded import layout_of
from huying.foundation.processes import die_with_parent

_GRACE_SECONDS = 5


@click.command(help="只启动后台任务；可在多台机器上运行，数据库由 HUYING_DATABASE_URL 指明。")
@data_option
@click.option("--threads", default=2, show_default=True, type=click.IntRange(1, 64), help="同时办理的任务数。")
@click.option(
    "--metrics-port",
    type=click.IntRange(1, 65535),
    help="在这个端口提供 /metrics、/healthz 和 /readyz；供没有网站的机器使用，缺省不提供。",
)
@click.option("--metrics-host", default="127.0.0.1", show_default=True, help="监听这个端口的地址。")
@click.option("--parent", type=int, hidden=True)
def worker(*, data: Path, threads: int, metrics_port: int | None, metrics_host: str, parent: int | None) -> int:
    """Work until SIGINT or SIGTERM; return 1 where the work ended unasked, as when the database went away."""
    if parent:
        die_with_parent(parent)
    os.environ.setdefault("HUYING_LOG", "json")
    options = "--metrics-port 或 --metrics-host"
    address = require_free(host=metrics_host, port=metrics_port, options=options) if metrics_port else ""
    layout = layout_of(data)
    layout.make()
    count_into(layout.metrics)
    with opened(data):
        if metrics_port:
            import_string(settings.HUYING_PROBES)(address=address, port=metrics_port)
        from procrastinate.contrib.django import app
        from procrastinate.contrib.django.django_connector import DjangoConnector

        connector = app.connector
        assert isinstance(connector, DjangoConnector)
        # Only the worker's own queries leave Django's connection: a job deferred by a task
        # still belongs to the task's transaction.
        return asyncio.run(_work(app.with_connector(connector.get_worker_connector()), threads=threads))


async def _work(app: App, *, threads: int) -> int:
    from huying.foundation.job_watch import watch_async_job, watch_job

    async with app.open_async():
        work = asyncio.create_task(
            app.run_worker_async(
                concurrency=threads,
                delete_jobs="successful",
                shutdown_graceful_timeout=_GRACE_SECONDS,
                install_signal_handlers=False,
                update_heartbeat_interval=settings.HUYING_HEARTBEAT_SECONDS,
                stalled_worker_timeout=settings.HUYING_SILENT_SECONDS,
                task_middleware=[watch_job, watch_async_job],
            )
        )
        _stop_by_signal(work)
        try:
            await work
        except asyncio.CancelledError:
            return 0
    return 1


def _stop_by_signal(work: asyncio.Task[None]) -> None:
    """Cancel the work at the first signal and ignore all later ones.

    A parent of several threads that is killed sends its children one for each, and asyncio's own handlers are gone when
    its loop is: one that came then would end the worker before it left the store.
    """
    loop, numbers = asyncio.get_running_loop(), (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)

    def stop(*_: object) -> None:
        for number in numbers:
            signal.signal(number, signal.SIG_IGN)
        loop.call_soon_threadsafe(work.cancel)

    for number in numbers:
        signal.signal(number, stop)
