"""Seal the history: sign the heads of all chains that grew since the seal before."""

from __future__ import annotations

import fcntl
import logging
import os
from datetime import datetime
from functools import partial
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings
from django.db import connection, transaction

from huying.domain import chain
from huying.foundation.clock import day_of
from huying.foundation.keyring import keys
from huying.workorders.models import Seal
from huying.workorders.queries.verify.seal_file import SealFileUnreadable, read_seal_file
from huying.workorders.queries.verify.signed import body_of, signed, to_line
from huying.workorders.queries.verify.streams import stream

_log = logging.getLogger(__name__)

# One sealing at a time, in the whole database; the number means nothing else.
_LOCK = 0x5EA1
_FROM_THE_BEGINNING = -(2**63)

# Heads of the chains that an event was added to by the given transactions or later. An event that the seal
# before had already seen is left out, so the range may overlap; whoever is still writing is in the next one.
_ENTRIES = """
INSERT INTO workorders_sealentry (seal_id, order_ref, seq, mac)
SELECT %s, head.order_id, head.seq, head.mac
FROM (
    SELECT DISTINCT ON (order_id) order_id, seq, mac
    FROM workorders_event WHERE xact >= %s ORDER BY order_id, seq DESC
) AS head
WHERE NOT EXISTS (
    SELECT FROM workorders_sealentry AS before WHERE before.order_ref = head.order_id AND before.seq >= head.seq
)
"""

_READ_BACK = """
SELECT this.order_ref, this.seq, this.mac, coalesce(max(before.seq), 0)
FROM workorders_sealentry AS this
LEFT JOIN workorders_sealentry AS before ON before.order_ref = this.order_ref AND before.seal_id < this.seal_id
WHERE this.seal_id = %s GROUP BY this.order_ref, this.seq, this.mac ORDER BY this.order_ref
"""


@transaction.atomic(savepoint=False)
def seal_history(*, at: datetime) -> Seal:
    """Write the next seal, also over nothing, so that an hour without one is visible; return it.

    No writer is blocked, and none is lost: what commits later is found by its transaction's number, which a
    seal remembers as ``xact_below``. The first seal of a day, and one in a database that was restored (its
    transactions count from anew), looks at every chain instead. After the commit the seal file gets every seal
    that it lacks; where it cannot be written this is logged, and the next seal makes up for it.
    约定: hourly; Ed25519.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        cursor.execute("SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint")
        (xact_below,) = cursor.fetchone()
    last = Seal.objects.order_by("number").last()
    number = last.number + 1 if last else 1
    with connection.cursor() as cursor:
        cursor.execute(_ENTRIES, [number, _since(last, xact_below=xact_below, at=at)])
    digest, orders, events = _totals(number)
    body = chain.SealBody(
        number=number,
        sealed_at=at,
        xact_below=xact_below,
        orders=orders + (last.orders if last else 0),
        events=events + (last.events if last else 0),
        digest=digest,
        previous=chain.seal_digest(body_of(last) if last else None),
    )
    secrets = keys()
    key = Ed25519PrivateKey.from_private_bytes(secrets.seal_key)
    seal = Seal(
        **{name: getattr(body, name) for name in body.__dataclass_fields__},
        key_id=secrets.seal_key_id,
        signature=key.sign(chain.seal_bytes(body)),
    )
    seal.save(force_insert=True)
    if settings.HUYING_SEAL_FILE:
        transaction.on_commit(partial(_write_file, path=settings.HUYING_SEAL_FILE, at=at))
    return seal


def _since(last: Seal | None, *, xact_below: int, at: datetime) -> int:
    """Return the first transaction whose events may be unsealed."""
    if last is None or xact_below < last.xact_below or day_of(last.sealed_at) != day_of(at):
        return _FROM_THE_BEGINNING
    return last.xact_below


def _totals(number: int) -> tuple[bytes, int, int]:
    """Return the digest of a seal's entries, and how many orders and events they are the first to seal."""
    digest, orders, events = chain.HeadsDigest(), 0, 0
    for order_id, seq, mac, sealed in stream(_READ_BACK, [number]):
        digest.add(order_id, seq, mac)
        orders += sealed == 0
        events += seq - sealed
    return digest.value(), orders, events


def _write_file(*, path: Path, at: datetime) -> None:
    """Append the seals that the file lacks. Nothing is taken out of it, also where it contradicts the table."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("a+b") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            held = set(read_seal_file(path).seals.values())
            lacking = [seal for seal in map(signed, Seal.objects.order_by("number")) if seal not in held]
            torn = file.tell() > 0 and os.pread(file.fileno(), 1, file.tell() - 1) != b"\n"
            file.write(b"\n" * torn + "".join(to_line(seal, written_at=at) for seal in lacking).encode())
            file.flush()
            os.fsync(file.fileno())
    except (OSError, SealFileUnreadable):
        _log.exception("the seal file %s cannot be written", path)
