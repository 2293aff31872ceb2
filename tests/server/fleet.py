"""Two webs and two workers on one PostgreSQL server, reached as docs tell: by TCP, three roles, passwords."""

from __future__ import annotations

import base64
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import urlopen

import psycopg
from psycopg.rows import tuple_row

from huying.foundation import embedded, secrets
from tests import databases, stores
from tests.server.commands import environment, run, unused_port, wait_until

_MAKE_CITY = """
import sys
from pathlib import Path
from huying.cli.store import opened
from huying.foundation import clock
with opened(Path(sys.argv[1])):
    from huying.demo.tasks import demonstration
    demonstration(loopback=True, at=clock.now())
"""


@dataclass
class Fleet:
    """The server, what the processes are told of it, and the processes by name."""

    folder: Path
    server: embedded.Server
    variables: dict[str, str]
    processes: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)
    ports: dict[str, int] = field(default_factory=dict)
    workers: dict[int, str] = field(default_factory=dict)

    def start(self, name: str) -> None:
        """Start ``web-…`` or ``worker-…``; each has a data directory of its own, as on a machine of its own."""
        kind = name.split("-", maxsplit=1)[0]
        words = [kind, "--data", str(self.folder / name)]
        if kind == "web":
            words += ["--port", str(self.ports.setdefault(name, unused_port())), "--i-know"]
        with (self.folder / f"{name}.log").open("ab") as log:
            self.processes[name] = subprocess.Popen(
                [sys.executable, "-m", "huying.cli", *words],
                env=environment(self.variables),
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def kill(self, name: str) -> None:
        """End a process and its children at once, with no chance to tidy up."""
        os.killpg(self.processes[name].pid, signal.SIGKILL)
        self.processes[name].wait()

    def stop(self) -> None:
        """End what still runs."""
        living = [process for process in self.processes.values() if process.poll() is None]
        for process in living:
            process.terminate()
        for process in living:
            process.wait(30)

    @property
    def sites(self) -> list[str]:
        """Return the address of each web."""
        return [f"http://127.0.0.1:{port}" for port in self.ports.values()]

    def is_alive(self, name: str) -> bool:
        """Say whether a web answers."""
        try:
            with urlopen(f"http://127.0.0.1:{self.ports[name]}/healthz", timeout=2) as answer:
                return bool(answer.status == 200)
        except OSError:
            return False

    def readiness(self, name: str) -> tuple[int, dict[str, bool], float]:
        """Return status, checks and seconds of a web's ``/readyz``."""
        begun = time.monotonic()
        try:
            answer = urlopen(f"http://127.0.0.1:{self.ports[name]}/readyz", timeout=10)
        except HTTPError as fault:
            answer = fault
        with answer:
            checks = {check["code"]: check["ok"] for check in json.load(answer)["checks"]}
            return answer.status or 0, checks, time.monotonic() - begun

    def ask(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        """Ask the database, past the product."""
        url = self.server.url(role=embedded.SUPERUSER)
        with psycopg.connect(url, autocommit=True, row_factory=tuple_row) as connection:
            return connection.execute(query.encode(), values).fetchall()

    @contextmanager
    def database_stopped(self) -> Iterator[None]:
        """Let every process of the server stand still in this block: nothing is refused, nothing answers."""
        cluster = self.folder / "server" / "postgres"
        ours = [int(path.name) for path in Path("/proc").glob("[0-9]*") if _works_in(path, cluster)]
        assert ours
        for number in ours:
            os.kill(number, signal.SIGSTOP)
        try:
            yield
        finally:
            for number in ours:
                os.kill(number, signal.SIGCONT)

    def worker_ids(self) -> list[int]:
        """Return the numbers under which workers are known to the database."""
        return [number for (number,) in self.ask("SELECT id FROM procrastinate_workers")]

    def run(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Run another command on the same server."""
        return run(*words, "--data", self.folder / "desk", **self.variables)

    def logs(self) -> str:
        """Return what all processes have said."""
        return "".join(path.read_text() for path in sorted(self.folder.glob("*.log")))


def _works_in(process: Path, folder: Path) -> bool:
    try:
        return (process / "cwd").readlink() == folder
    except OSError:
        return False


@contextmanager
def fleet(
    folder: Path,
    *,
    settings: Mapping[str, str] = databases.HASTY,
    more: Mapping[str, str] | None = None,
    has_city: bool = True,
) -> Iterator[Fleet]:
    """Give two webs and two workers that run, with the invented city in their database.

    ``settings`` are the server's, ``more`` the variables that the processes are told besides the usual.
    """
    stores.lay(folder / "server", is_hasty=False)
    # An address of the loopback that no other test listens on.
    address = f"127.{os.getpid() >> 16 & 127}.{os.getpid() >> 8 & 255}.{os.getpid() & 255 | 2}"
    with embedded.opened(folder / "server", settings={**settings, "listen_addresses": address}) as server:
        variables = _hand_over(server, address, folder) | dict(more or {})
        ours = Fleet(folder=folder, server=server, variables=variables)
        assert ours.run("migrate").returncode == 0
        ours.variables.pop("HUYING_OWNER_DATABASE_URL")
        if has_city:
            command = [sys.executable, "-c", _MAKE_CITY, str(folder / "desk")]
            subprocess.run(command, env=environment(ours.variables), check=True, timeout=120)
        try:
            ours.start("web-a")
            ours.start("web-b")
            for place, name in enumerate(("worker-a", "worker-b")):
                ours.start(name)
                wait_until(lambda place=place: len(ours.worker_ids()) > place)  # type: ignore[misc]  # of this turn
                ours.workers[max(ours.worker_ids())] = name
            wait_until(lambda: ours.is_alive("web-a") and ours.is_alive("web-b"))
            yield ours
        finally:
            ours.stop()


def _hand_over(server: embedded.Server, address: str, folder: Path) -> dict[str, str]:
    """Do what a database administrator does: passwords for the roles, and nobody comes in without one."""
    password = "fleet-0123456789"
    with psycopg.connect(server.url(role=embedded.SUPERUSER), autocommit=True) as administrator:
        for role in (embedded.OWNER, embedded.APP, embedded.READER):
            administrator.execute(f"ALTER ROLE {role} PASSWORD '{password}'".encode())
        # It migrates, and nobody waits for the disk over that; what the app commits stays as safe as the server is.
        administrator.execute(f"ALTER ROLE {embedded.OWNER} SET synchronous_commit = off".encode())
        rules = folder / "server" / "postgres" / "pg_hba.conf"
        rules.write_text(f"local all all trust\nhost all all {address}/8 scram-sha-256\n")
        administrator.execute("SELECT pg_reload_conf()")
    where = f"{address}:5432/{server.dbname}"
    return {
        "HUYING_DATABASE_URL": f"postgresql://{embedded.APP}:{password}@{where}",
        "HUYING_OWNER_DATABASE_URL": f"postgresql://{embedded.OWNER}:{password}@{where}",
        "HUYING_HEARTBEAT_SECONDS": "1",
        **{name: base64.b64encode(os.urandom(32)).decode() for name in secrets.NAMES.values()},
    }
