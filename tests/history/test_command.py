"""What ``huying verify`` and ``huying seal`` say and return."""

from __future__ import annotations

import base64
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from huying.foundation import embedded, secrets
from tests.history.store import History, SuperUser

pytestmark = pytest.mark.server


@pytest.fixture
def run(history: History, server: embedded.Server, tmp_path: Path) -> Any:
    """Run a command on the history, with keys of its own: the history's are the retired ones."""
    fresh = {name: base64.b64encode(os.urandom(32)).decode() for name in secrets.NAMES.values()}
    old = []
    for field in ("chain_key", "seal_key"):
        path = tmp_path / field
        path.write_bytes(base64.b64encode(getattr(secrets.published(), field)))
        old += ["--old-key", str(path)]
    place = {
        "HUYING_DATABASE_URL": server.url(role=embedded.APP, dbname=str(connection.settings_dict["NAME"])),
        "HUYING_SEAL_FILE": str(tmp_path / "seals.jsonl"),
        "HUYING_DATA": str(tmp_path / "data"),
    }

    def run_it(name: str, *arguments: str, with_old_keys: bool = True) -> tuple[int, dict[str, Any], str]:
        keys = old if with_old_keys and name == "verify" else []
        done = subprocess.run(
            [sys.executable, "-m", "huying.cli", name, "--json", *keys, *arguments],
            capture_output=True,
            check=False,
            text=True,
            env=os.environ | fresh | place,
        )
        assert done.stdout, done.stderr
        return done.returncode, json.loads(done.stdout), done.stderr

    return run_it


def test_a_clean_store_returns_0_and_gives_the_figures(run: Any) -> None:
    code, answer, said = run("verify")
    assert (code, answer["clean"], answer["findings"]) == (0, True, [])
    assert (answer["orders"], answer["seals"]) == (3, 2)
    assert len(answer["seal_public_key"]) == 64
    assert "没有发现问题" in said


def test_tampering_returns_1_and_names_the_order(run: Any, history: History, superuser: SuperUser) -> None:
    superuser.run("UPDATE workorders_event SET role = 'leader' WHERE order_id = %s AND seq = 2", history.sent.pk)
    code, answer, said = run("verify")
    assert (code, answer["found"]) == (1, {"event_changed": 1})
    (finding,) = answer["findings"]
    assert (finding["code"], finding["order"]) == ("event_changed", history.sent.number)
    assert finding["sentence"] in said
    assert history.sent.number in finding["sentence"]


def test_without_the_key_it_names_the_key(run: Any) -> None:
    code, answer, _ = run("verify", with_old_keys=False)
    assert (code, answer["found"]["event_key_unknown"]) == (1, 3)


def test_what_is_no_key_and_what_is_no_file_returns_2(run: Any, tmp_path: Path) -> None:
    (tmp_path / "poem").write_text("床前明月光")
    code, answer, _ = run("verify", "--old-key", str(tmp_path / "poem"))
    assert (code, answer["error"]) == (2, "old_key_unfit")
    assert run("verify", "--seals", str(tmp_path / "nowhere"))[0] == 2


def test_sealing_by_hand_adds_a_seal_and_a_line(run: Any, tmp_path: Path) -> None:
    code, answer, _ = run("seal")
    assert (code, answer["number"], answer["orders"]) == (0, 3, 3)
    assert len((tmp_path / "seals.jsonl").read_text().splitlines()) == 3
