"""How long a backup and its restore take: a year of orders, one encrypted file, one empty store."""

from __future__ import annotations

import json
import shutil
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from huying.cli.store import Store, opened
from huying.foundation import embedded

_BUILD = Path(__file__).parents[2] / "build" / "bench"


def measured(*, size: int = 20_000) -> dict[str, float]:
    """Return ``backup_s``, ``restore_s`` (written, not yet verified) and ``backup_mb`` at ``size`` orders.

    Makes and opens a store of its own; call it in a process that has opened none.
    """
    _BUILD.mkdir(parents=True, exist_ok=True)
    with (
        TemporaryDirectory(dir=_BUILD, prefix="backup-", ignore_cleanup_errors=True) as folder,
        _store(Path(folder)) as store,
    ):
        return _figures(store, Path(folder), size=size)


@contextmanager
def _store(folder: Path) -> Iterator[Store]:
    data = folder / "store"
    with opened(data) as store:
        yield store
    shutil.rmtree(data)


def _figures(store: Store, folder: Path, *, size: int) -> dict[str, float]:
    # Models may be imported only now that the store is open.
    import pyrage
    from django.db import connection

    from benchmarks.core.city import make_city
    from benchmarks.core.loading import load
    from huying.cli.backup import archive
    from huying.cli.backup.restoring import looked_through, write_store
    from huying.cli.backup.writing import write_backup
    from huying.foundation import clock, memory

    assert store.embedded
    city = make_city(at=clock.now())
    memory.forget()
    load(size=size, city=city, server=store.embedded)
    identity = pyrage.x25519.Identity.generate()
    path = folder / "one.hb"
    began = time.perf_counter()
    write_backup(path, to=[identity.to_public()], attachments=store.data / "files")
    backed_up = time.perf_counter() - began
    connection.close()
    began = time.perf_counter()
    with _another(folder / "restored", store) as attachments:
        started = time.perf_counter() - began
        looked_through(path, keys=[identity])
        write_store(path, keys=[identity], folders={archive.FILES: attachments})
        restored = time.perf_counter() - began - started
    return {
        "backup_s": round(backed_up, 1),
        "restore_s": round(restored, 1),
        "backup_mb": round(path.stat().st_size / 2**20, 1),
    }


@contextmanager
def _another(data: Path, store: Store) -> Iterator[Path]:
    """Point Django at an empty store, with the product's own settings."""
    from django.conf import settings
    from django.db import connection

    places = (connection.settings_dict, settings.HUYING_OWNER_DATABASE)
    with embedded.opened(data) as server:
        for place in places:
            place["HOST"] = str(server.socket_dir)
        yield data / "files"
        connection.close()
    assert store.embedded
    for place in places:
        place["HOST"] = str(store.embedded.socket_dir)


if __name__ == "__main__":
    print(json.dumps(measured(size=int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)))
