"""``huying worker``: run the jobs that requests left behind, and those the clock calls for."""

from __future__ import annotations

from pathlib import Path

import click

from huying.cli.options import data_option
from huying.cli.store import opened
from huying.foundation.processes import die_with_parent

_GRACE_SECONDS = 5


@click.command(help="只启动后台任务；可在多台机器上运行，数据库由 HUYING_DATABASE_URL 指明。")
@data_option
@click.option("--threads", default=2, show_default=True, type=click.IntRange(1, 64), help="同时办理的任务数。")
@click.option("--parent", type=int, hidden=True)
def worker(*, data: Path, threads: int, parent: int | None) -> None:
    """Work until SIGINT or SIGTERM."""
    if parent:
        die_with_parent(parent)
    with opened(data):
        from procrastinate.contrib.django import app
        from procrastinate.contrib.django.django_connector import DjangoConnector

        connector = app.connector
        assert isinstance(connector, DjangoConnector)
        # Only the worker's own queries leave Django's connection: a job deferred by a task
        # still belongs to the task's transaction.
        app.with_connector(connector.get_worker_connector()).run_worker(
            concurrency=threads, delete_jobs="successful", shutdown_graceful_timeout=_GRACE_SECONDS
        )
