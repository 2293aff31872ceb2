"""``huying demo load`` and the rest of a first start, as processes."""

from __future__ import annotations

import json
import signal
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from huying.foundation import embedded
from tests import databases
from tests.server.commands import Up, assert_refused, processes_of, run, unused_port, wait_until
from tests.server.test_refusals import KEYS

pytestmark = pytest.mark.server


@pytest.fixture
def server_database(server: embedded.Server, template: str) -> Iterator[str]:
    """Give the name of a migrated database of a server."""
    name = databases.clone(server, template=template)
    yield name
    databases.drop(server, name)


def test_a_server_gets_no_demonstration_unless_told_so(
    server: embedded.Server, server_database: str, folder: Path
) -> None:
    url = server.url(role=embedded.APP, dbname=server_database)
    done = run("demo", "load", "--orders", "25", "--data", folder, HUYING_DATABASE_URL=url, **KEYS)
    assert_refused(done, "--i-know")
    with psycopg.connect(url) as reader:
        assert reader.execute("SELECT count(*) FROM organisation_centre").fetchone() == (0,)


def _load(data: Path) -> tuple[int, int]:
    with psycopg.connect(embedded.Server(socket_dir=data / "socket").url(role=embedded.READER)) as reader:
        # What was split off an order is one more than was loaded.
        row = reader.execute(
            "SELECT done, (SELECT count(*) FROM workorders_event WHERE seq = 1 AND data->'split_from' IS NULL)"
            " FROM demo_load"
        ).fetchone()
    assert row is not None
    return row


@pytest.mark.long
def test_the_rest_is_loaded_behind_the_site_and_goes_on_after_a_stop(folder: Path) -> None:
    data = folder / "data"
    with Up(data, unused_port(), orders=300) as up:
        done, orders = _load(data)
        assert done >= 200
        assert orders == done + 5
        wait_until(lambda: _load(data)[0] >= 225)
        assert up.stop(signal.SIGTERM) == 0
    assert processes_of(data) == []
    assert "Traceback" not in up.said()
    with Up(data, unused_port(), orders=300):
        wait_until(lambda: _load(data) == (300, 305))
    done_again = json.loads(run("demo", "load", "--orders", "300", "--data", data, "--json").stdout)
    assert (done_again["orders"], done_again["added"]) == (300, 0)
