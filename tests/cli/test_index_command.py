"""``huying orders index``: what was imported, or written before there were keys, is found as like another."""

from __future__ import annotations

import csv
import json
from datetime import timedelta
from pathlib import Path

import pytest

from huying.foundation import clock
from tests.cli.store import Store
from tests.server.commands import run

pytestmark = pytest.mark.server
HEAD = ["request_id", "service_type", "channel", "created_at", "status", "closed_at", "due_at", "agency"]
KEYED = "SELECT count(DISTINCT order_id) FROM workorders_likenesskey"


def test_recent_orders_of_an_imported_history_have_keys_and_older_ones_none(tmp_path: Path, store: Store) -> None:
    now = clock.now()
    with (tmp_path / "past.csv").open("w", newline="") as file:
        table = csv.writer(file)
        table.writerow([*HEAD, "neighborhood", "address"])
        for number, days in enumerate((10, 20, 400)):
            day = (now - timedelta(days=days)).strftime("%Y-%m-%d %H:%M:%S")
            table.writerow(
                [f"N{number}", "Street Light Out", "Phone", day, "Closed", day, "", "Transportation", "", ""]
            )
    done = run("orders", "import", str(tmp_path / "past.csv"), "--as", "history", "--centre", "balt", **store.variables)
    assert done.returncode == 0, done.stderr
    assert store.ask(KEYED) == 2
    again = run("orders", "index", "--json", **store.variables)
    assert again.returncode == 0, again.stderr
    assert json.loads(again.stdout) == {"indexed": 2}
    assert store.ask(KEYED) == 2
