"""What a backup says of itself, so that a restore can be compared with it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from importlib.metadata import version
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from huying.cli.backup.archive import MODELS
from huying.cli.backup.errors import BackupBroken
from huying.domain.chain import stamp
from huying.foundation import clock
from huying.foundation.secrets import ids_by_name

FORMAT = 2
_READABLE = (1, FORMAT)  # the first one had no files of models

_OF_ORDERS = "SELECT centre_id, count(*) FROM {} AS part JOIN workorders_order AS o ON o.id = part.order_id GROUP BY 1"
_COUNTS = {
    "orders": "SELECT centre_id, count(*) FROM workorders_order GROUP BY 1",
    "events": _OF_ORDERS.format("workorders_event"),
    "texts": _OF_ORDERS.format("workorders_text"),
}


@dataclass(frozen=True, kw_only=True)
class Manifest:
    """``counts``: centre's code → orders, events, texts; ``keys``: key's name → ids; ``parts``: as ``Digests`` says."""

    format: int
    made_at: str
    version: str
    postgres: int
    migrations: list[str]
    counts: dict[str, dict[str, int]]
    newest_seal: int | None
    keys: dict[str, list[str]]
    parts: dict[str, dict[str, str | int]]

    def as_json(self) -> bytes:
        """Return the manifest as it lies in the backup."""
        return json.dumps(asdict(self), ensure_ascii=False, indent=1).encode() + b"\n"

    @property
    def orders(self) -> int:
        """Return how many orders there are in all."""
        return sum(count["orders"] for count in self.counts.values())

    @property
    def models(self) -> int:
        """Return of how many versions of models the files are there."""
        return sum(part.startswith(f"{MODELS}/") for part in self.parts)


def read(body: bytes) -> Manifest:
    """Return the manifest of a backup; raise ``BackupBroken``."""
    try:
        found = Manifest(**json.loads(body))
    except (ValueError, TypeError) as fault:
        raise BackupBroken from fault
    if found.format not in _READABLE:
        raise BackupBroken(f"备份的格式（{found.format}）本程序不认识，请用更新版本的呼应恢复。")
    return found


def taken(*, parts: dict[str, dict[str, str | int]], seal: int | None, counts: dict[str, dict[str, int]]) -> Manifest:
    """Return the manifest of the store that is open now; call it in the snapshot that is backed up."""
    applied = MigrationRecorder(connection).applied_migrations()
    return Manifest(
        format=FORMAT,
        made_at=stamp(clock.now()),
        version=version("huying"),
        postgres=server_major(),
        migrations=sorted(f"{app}.{name}" for app, name in applied),
        counts=counts,
        newest_seal=seal,
        keys={name: list(ids) for name, ids in ids_by_name(settings.HUYING_SECRETS).items()},
        parts=parts,
    )


def counted() -> dict[str, dict[str, int]]:
    """Return centre's code → how many orders, events and texts it has."""
    codes = dict(_rows("SELECT id, code FROM organisation_centre ORDER BY code"))
    found: dict[str, dict[str, int]] = {code: dict.fromkeys(_COUNTS, 0) for code in codes.values()}
    for what, query in _COUNTS.items():
        for centre, count in _rows(query):
            found[codes[centre]][what] = count
    return found


def newest_seal() -> int | None:
    """Return the number of the newest seal."""
    (row,) = _rows("SELECT max(number) FROM workorders_seal")
    number: int | None = row[0]
    return number


def server_major() -> int:
    """Return the major version of the server."""
    (row,) = _rows("SHOW server_version_num")
    return int(row[0]) // 10000


def missing_keys(manifest: Manifest) -> Mapping[str, list[str]]:
    """Return key's name → ids that the backup was written with and this installation lacks."""
    here = {one for ids in ids_by_name(settings.HUYING_SECRETS).values() for one in ids}
    lacking = {name: [one for one in ids if one not in here] for name, ids in manifest.keys.items()}
    return {name: ids for name, ids in lacking.items() if ids}


def _rows(query: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query)
        return [tuple(row) for row in cursor.fetchall()]
