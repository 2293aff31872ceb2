"""Bring rows of callers under the current keys, a batch at a time, while the site runs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal
from uuid import UUID

from django.db import transaction

from huying.callers.models import Caller, Identity
from huying.callers.queries import phone_hash, seal_context
from huying.domain.phones import normalise
from huying.foundation.sealing import current_header, lookup_key_id, open_sealed, seal

COLUMNS: Mapping[str, Mapping[str, str]] = {
    "caller": {"phone_sealed": "caller.phone"},
    "identity": {f"{name}_sealed": f"identity.{name}" for name in ("name", "id_number", "home_address", "extension")},
}
"""Table → its sealed columns, each with the name in its context."""


@dataclass(frozen=True, kw_only=True)
class Renewed:
    """What a batch did: the last row it looked at, how many it saw and how many it changed or had to leave."""

    last: UUID | None
    seen: int
    changed: int
    left: int


@transaction.atomic(savepoint=False)
def renew_seals(*, table: Literal["caller", "identity"], after: UUID | None, limit: int) -> Renewed:
    """Seal anew, and hash anew, what of the next ``limit`` rows stands under other keys or another suite.

    A telephone that stands under the new hash already, in another row, is left as it is: both are found.
    Raises ``SealUnreadable`` where a key is missing, ``SealBroken``.
    """
    model: Any = Caller if table == "caller" else Identity
    rows = model.objects.select_for_update().order_by("pk")
    if after:
        rows = rows.filter(pk__gt=after)
    batch = list(rows[:limit])
    changed = [row for row in batch if _sealed_anew(row, COLUMNS[table])]
    left = 0
    if table == "caller":
        moved, left = _hashed_anew(batch)
        changed = list({row.pk: row for row in [*changed, *moved]}.values())
    if changed:
        hashes = ["phone_hash", "lookup_key_id"] if table == "caller" else []
        model.objects.bulk_update(changed, [*COLUMNS[table], *hashes])
    return Renewed(last=batch[-1].pk if batch else None, seen=len(batch), changed=len(changed), left=left)


def _sealed_anew(row: Caller | Identity, columns: Mapping[str, str]) -> bool:
    header, changed = current_header(), False
    for column, name in columns.items():
        sealed: bytes | None = getattr(row, column)
        if sealed is not None and not bytes(sealed).startswith(header):
            context = seal_context(name, row.pk)
            setattr(row, column, seal(open_sealed(sealed, context=context), context=context))
            changed = True
    return changed


def _hashed_anew(rows: Sequence[Caller]) -> tuple[list[Caller], int]:
    """Give the rows of other keys the current one's hash; return those changed and how many could not be."""
    current = lookup_key_id()
    old = [row for row in rows if bytes(row.lookup_key_id) != current]
    hashes = {row.pk: _hash_of(row) for row in old}
    taken = {
        (centre, bytes(digest))
        for centre, digest in Caller.objects.filter(phone_hash__in=list(hashes.values())).values_list(
            "centre_id", "phone_hash"
        )
    }
    free = [row for row in old if (row.centre_id, hashes[row.pk]) not in taken]
    for row in free:
        row.phone_hash, row.lookup_key_id = hashes[row.pk], current
    return free, len(old) - len(free)


def _hash_of(row: Caller) -> bytes:
    phone = normalise(open_sealed(row.phone_sealed, context=seal_context("caller.phone", row.pk)))
    return phone_hash(phone=phone, centre_id=row.centre_id)
