"""Jobs in the same PostgreSQL: they vanish with their transaction, and survive their worker."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress

import pytest
from django.db import connection, transaction
from procrastinate import App
from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.exceptions import AlreadyEnqueued

pytestmark = pytest.mark.usefixtures("own_database")


@pytest.fixture
def tasks() -> Iterator[App]:
    """Give the site's jobs with three of our own among them."""
    before = dict(app.tasks)

    @app.task(name="test.second")
    def second() -> None: ...

    @app.task(name="test.defers")
    def defers(*, fails: bool) -> None:
        with transaction.atomic():
            app.configure_task("test.second").defer()
            if fails:
                raise ValueError

    yield app
    app.tasks.clear()
    app.tasks.update(before)


def _work() -> None:
    """Do what a worker does until nothing is left."""
    connector = app.connector
    assert isinstance(connector, DjangoConnector)
    app.with_connector(connector.get_worker_connector()).run_worker(
        wait=False, install_signal_handlers=False, listen_notify=False
    )


def _jobs() -> dict[str, str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT task_name, status::text FROM procrastinate_jobs WHERE task_name LIKE 'test.%%'")
        return dict(cursor.fetchall())


def test_a_job_vanishes_with_the_transaction_it_was_put_into(tasks: App) -> None:
    with transaction.atomic():
        tasks.configure_task("test.second").defer()
        assert _jobs() == {"test.second": "todo"}
        transaction.set_rollback(True)
    assert _jobs() == {}


@pytest.mark.parametrize(("fails", "left"), [(False, {"test.second": "succeeded"}), (True, {})])
def test_a_job_put_in_by_a_job_belongs_to_that_jobs_transaction(tasks: App, fails: bool, left: dict[str, str]) -> None:
    tasks.configure_task("test.defers").defer(fails=fails)
    _work()
    jobs = _jobs()
    assert jobs.pop("test.defers") == ("failed" if fails else "succeeded")
    assert jobs == left


def test_a_job_whose_worker_died_is_done_by_another(tasks: App) -> None:
    tasks.configure_task("test.second").defer()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'doing', worker_id = NULL")
    with suppress(AlreadyEnqueued):  # the clock of the first worker may have been quicker
        tasks.configure_task("config.retry_abandoned_jobs").defer(timestamp=0)
    _work()
    _work()
    assert _jobs() == {"test.second": "succeeded"}


def test_an_abandoned_job_whose_like_waits_already_makes_way_for_it_and_holds_up_no_other(tasks: App) -> None:
    for _ in range(2):
        tasks.configure_task("test.second", queueing_lock="one").defer()
        with connection.cursor() as cursor:
            cursor.execute("UPDATE procrastinate_jobs SET status = 'doing' WHERE task_name = 'test.second'")
    tasks.configure_task("test.second").defer()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'doing' WHERE task_name = 'test.second'")
    with suppress(AlreadyEnqueued):
        tasks.configure_task("config.retry_abandoned_jobs").defer(timestamp=0)
    _work()
    _work()
    with connection.cursor() as cursor:
        cursor.execute("SELECT status::text FROM procrastinate_jobs WHERE task_name = 'test.second'")
        assert cursor.fetchall() == [("succeeded",)] * 2
