"""A storm: many people want the same orders at once, while web, worker and database are killed under them.

Two webs and two workers run on one PostgreSQL over TCP, as a city runs them. Every person acts on one of the few orders
that are due first, so that two dispatchers meet on one order, a return meets a reply, an extension its time-out and a
merge another merge. What was acknowledged is written down outside the database and compared with it afterwards.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from itertools import cycle
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import psycopg

from benchmarks.mechanisms.storm_books import compared, tallied
from tests.receiver import Receiver, receiving
from tests.server.commands import environment, processes_of, wait_until
from tests.server.fleet import Fleet, fleet

_PROCESSES = 5
_BY_HTTP = 4
"""Every fourth person works over HTTP."""
_STEPS_AN_ORDER = 14
_SERVER = {"synchronous_commit": "on", "fsync": "on", "max_connections": "200"}
_OF_APP = """
SELECT pid FROM pg_stat_activity WHERE usename = 'huying_app' AND backend_type = 'client backend'
 ORDER BY state = 'active' DESC, state LIKE 'idle in%%' DESC LIMIT 1
"""
_DEADLOCKS = "SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()"
_LEFT = """
SELECT count(*) FROM procrastinate_jobs
 WHERE status = 'doing' OR (status = 'todo' AND (attempts > 0 OR coalesce(scheduled_at, now()) <= now()))
"""
"""A job that failed once waits ten seconds for its next run, and is no less left to do."""
_PUSHED = "SELECT count(*) FROM exchange_delivery WHERE state = 'waiting'"


def run(
    *, workers: int = 50, orders: int = 1000, kills: int = 9, seed: int = 1, server: Mapping[str, str] | None = None
) -> dict[str, Any]:
    """Let ``workers`` people take ``orders`` orders through their lives, killing ``kills`` times; return the figures.

    ``lost``: acknowledged and not there; ``doubled``: there twice; ``deadlocks`` as PostgreSQL counts them and as
    people were told. Kills go round: a web, a worker, a backend of the database (which restarts the whole server).
    ``server`` are settings of PostgreSQL besides ours.
    """
    with TemporaryDirectory(prefix="huying-storm-") as name, receiving() as receiver:
        folder, settings = Path(name).resolve(), _SERVER | dict(server or {})
        with fleet(folder, settings=settings, more={"HUYING_WEBHOOK_PRIVATE": "1"}, has_city=False) as ours:
            people = _town(ours, receiver)
            storm = _Storm(ours)
            with _crowd(ours, people, workers=workers, orders=orders, seed=seed) as crowd:
                expected = workers * _steps(workers, orders)
                storm.rage(crowd, journal=folder / "journal", kills=kills, expected=expected)
            lines = _journal(folder)
            storm.settle()
            found = {**tallied(lines), **compared(lines, ask=ours.ask)}
            found |= _messages(ours, receiver) | _verified(ours)
            deadlocks = storm.deadlocks() + found["codes"]["conflict"].get("deadlock", 0)
        left = processes_of(folder)
    assert not left, left
    seconds = max(line["at"] for line in lines) - min(line["at"] for line in lines)
    return {
        "workers": workers,
        "orders": orders,
        "seed": seed,
        "seconds": round(seconds, 1),
        "actions_per_s": round(found["done"] / seconds, 1),
        "deadlocks": deadlocks,
        "kills_survived": storm.survived,
        "kills": dict(storm.killed),
        **found,
    }


def _steps(workers: int, orders: int) -> int:
    return max(_STEPS_AN_ORDER, _STEPS_AN_ORDER * orders // workers)


def _town(ours: Fleet, receiver: Receiver) -> list[dict[str, Any]]:
    command = [sys.executable, "-m", "benchmarks.mechanisms.storm_town", str(ours.folder / "desk"), receiver.url]
    done = subprocess.run(command, env=environment(ours.variables), check=True, timeout=120, stdout=subprocess.PIPE)
    people: list[dict[str, Any]] = json.loads(done.stdout)
    return people


@contextmanager
def _crowd(
    ours: Fleet, people: list[dict[str, Any]], *, workers: int, orders: int, seed: int
) -> Iterator[list[subprocess.Popen[bytes]]]:
    """Start the people, some in each of a few processes; none outlives this block."""
    crowd = []
    for place in range(min(_PROCESSES, workers)):
        plan = {
            "people": people,
            "sites": ours.sites,
            "numbers": list(range(place, workers, _PROCESSES)),
            "steps": _steps(workers, orders),
            "arrivals": max(1, orders // workers),
            "hot": max(4, workers // 2),
            "seed": seed,
            "by_http": _BY_HTTP,
            "journal": str(ours.folder / "journal"),
        }
        path = ours.folder / f"plan-{place}.json"
        path.write_text(json.dumps(plan), encoding="utf-8")
        words = ["-m", "benchmarks.mechanisms.storm_worker", str(ours.folder / f"crowd-{place}"), str(path)]
        crowd.append(subprocess.Popen([sys.executable, *words], env=environment(ours.variables)))
    try:
        yield crowd
    finally:
        for process in crowd:
            process.kill()
            process.wait()


def _journal(folder: Path) -> list[dict[str, Any]]:
    paths = sorted(folder.glob("journal-*.jsonl"))
    return [json.loads(line) for path in paths for line in path.read_text(encoding="utf-8").splitlines()]


class _Storm:
    """Kills, sees that everything comes back, and counts deadlocks across restarts, which forget them."""

    def __init__(self, ours: Fleet) -> None:
        self.ours = ours
        self.killed: Counter[str] = Counter()
        self.survived = 0
        self._deadlocks = 0

    def rage(self, crowd: list[subprocess.Popen[bytes]], *, journal: Path, kills: int, expected: int) -> None:
        """Kill at even distances of the work done, until everybody is through."""
        targets = cycle(["web-a", "worker-a", "database", "web-b", "worker-b", "database"])
        while any(process.poll() is None for process in crowd):
            done = sum(path.read_bytes().count(b"\n") for path in journal.parent.glob(f"{journal.name}-*.jsonl"))
            if self.killed.total() < kills and done >= (self.killed.total() + 1) * expected // (kills + 1):
                self._kill(next(targets))
            time.sleep(0.2)
        codes = [process.returncode for process in crowd]
        assert not any(codes), codes

    def _kill(self, target: str) -> None:
        if target == "database":
            self._deadlocks += self.ours.ask(_DEADLOCKS)[0][0]
            ((number,),) = self.ours.ask(_OF_APP)
            os.kill(number, signal.SIGKILL)
            wait_until(lambda: not Path(f"/proc/{number}").exists())
            wait_until(self._answers)
        else:
            self.ours.kill(target)
        self.killed[target.split("-", maxsplit=1)[0]] += 1
        self.restart()
        self.survived += 1

    def restart(self) -> None:
        """Start again what has ended, as systemd does, and wait until all is there."""
        for name, process in self.ours.processes.items():
            if process.poll() is not None:
                self.ours.start(name)
        wait_until(lambda: self.ours.is_alive("web-a") and self.ours.is_alive("web-b"))

    def _answers(self) -> bool:
        try:
            return bool(self.ours.ask("SELECT 1"))
        except psycopg.OperationalError:
            return False

    def settle(self) -> None:
        """Wait until the workers have nothing left to do."""

        def is_quiet() -> bool:
            self.restart()
            return self.ours.ask(_LEFT) == [(0,)] and self.ours.ask(_PUSHED) == [(0,)]

        wait_until(is_quiet, seconds=300)

    def deadlocks(self) -> int:
        """Return how many PostgreSQL has seen."""
        seen: int = self._deadlocks + self.ours.ask(_DEADLOCKS)[0][0]
        return seen


def _messages(ours: Fleet, receiver: Receiver) -> dict[str, Any]:
    """Compare what the other system got with what it was to get; what came twice bears the same number."""
    ids = Counter(headers["Huying-Delivery"] for _, headers in receiver.got)
    bodies = {(headers["Huying-Delivery"], body) for body, headers in receiver.got}
    sent = {str(number) for (number,) in ours.ask("SELECT push_id FROM exchange_delivery")}
    return {
        "messages": len(ids),
        "messages_lost": len(sent - set(ids)),
        "messages_repeated": sum(ids.values()) - len(ids),
        "messages_unmarked": len(bodies) - len(ids) + len(set(ids) - sent),
    }


def _verified(ours: Fleet) -> dict[str, Any]:
    ours.run("seal")
    done = ours.run("verify", "--json")
    said = json.loads(done.stdout)
    return {"verify_ok": said["clean"], "events": said["events"], "orders_written": said["orders"]}
