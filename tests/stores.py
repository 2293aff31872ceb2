"""A store with today's schema, its keys and no rows: made once, and copied for whoever starts processes on it."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
from contextlib import nullcontext, suppress
from pathlib import Path

from huying.foundation import embedded, secrets
from huying.foundation.embedded.sharing import locked
from tests.databases import EMPTY, HASTY, ROOT, TEMPLATE, run_as_superuser
from tests.server.commands import environment

_STORES = ROOT / "build" / "tests-stores"
_FOUNDATION = ("*/migrations/*.py", "foundation/embedded/*.py", "foundation/embedded/*.sql")
# Whoever starts the server on such a store need not be told: it reads this where nobody says otherwise.
_HASTILY = "fsync = off\nfull_page_writes = off\n"


def lay(data: Path, *, is_hasty: bool = True) -> None:
    """Lay a store at ``data``, which nobody uses yet; a hasty one may be lost with the machine."""
    _copy(made(), data)
    if is_hasty:
        with (data / "postgres" / "postgresql.auto.conf").open("a") as settings:
            settings.write(_HASTILY)


def shared() -> Path:
    """Return the store whose server all processes of a session share, and sessions after it."""
    store = made().with_name("shared")
    with locked(_STORES / "lock"):
        if not store.exists():
            new = store.with_name("shared.new")
            shutil.rmtree(new, ignore_errors=True)
            _copy(store.with_name("made"), new)
            new.rename(store)
    return store


def made() -> Path:
    """Return the store that others are copied from, made unless an earlier run has done it."""
    ours = _STORES / _digest()
    _STORES.mkdir(parents=True, exist_ok=True)
    with locked(_STORES / "lock"):
        if not (ours / "made").exists():
            for old in _STORES.glob("*/"):
                _sweep(old)
            _make(ours / "new")
            (ours / "new").rename(ours / "made")
    return ours / "made"


def _digest() -> str:
    digest = hashlib.sha256((ROOT / "requirements-dev.lock").read_bytes())
    for pattern in _FOUNDATION:
        for path in sorted((ROOT / "src" / "huying").glob(pattern)):
            digest.update(str(path.relative_to(ROOT)).encode() + path.read_bytes())
    return digest.hexdigest()[:12]


def _sweep(old: Path) -> None:
    """Take away what was made for another schema, and what was never finished, unless somebody is at work in it."""
    users = old / "shared" / "users.lock"
    with suppress(BlockingIOError), locked(users, wait=False) if users.exists() else nullcontext():
        shutil.rmtree(old)


def _make(data: Path) -> None:
    data.mkdir(parents=True)
    secrets.load(data, {})
    with embedded.opened(data, settings=HASTY) as server:
        run_as_superuser(server, "CREATE DATABASE {} TEMPLATE {} OWNER {}", EMPTY, server.dbname, embedded.OWNER)
        # On a busy machine this takes minutes, and everything waits for it: there is nothing to give up for.
        command = [sys.executable, "-m", "huying.cli", "migrate", "--data", str(data)]
        subprocess.run(command, env=environment({}), check=True, stdout=subprocess.DEVNULL)
        run_as_superuser(server, "CREATE DATABASE {} TEMPLATE {} OWNER {}", TEMPLATE, server.dbname, embedded.OWNER)


def _copy(store: Path, data: Path) -> None:
    data.mkdir(parents=True, exist_ok=True)
    command = ["cp", "--archive", "--reflink=auto", str(store / "postgres"), str(store / "keys"), str(data)]
    subprocess.run(command, check=True)


if __name__ == "__main__":
    made()
