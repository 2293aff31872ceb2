"""The history's chain: what is hashed, how, and what an order's row must say after its events.

Pure: keys are given. A MAC binds each event to the one before; a seal binds the heads of many
chains. What a thief of the key can do is said in docs/why/history.md.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

GENESIS = bytes(32)

# The columns of an order's row that its events decide; each event's data carries those it changed.
REPLAYED = ("state", "round", "accountable", "holder", "due", "confidential")


@dataclass(frozen=True, kw_only=True)
class Link:
    """One event in the form that is hashed: ids and codes, no personal data."""

    order_id: int
    seq: int
    action: str
    role: str
    person_id: int | None
    unit_id: int | None
    policy: str
    occurred_at: datetime
    recorded_at: datetime
    data: Mapping[str, Any]


def canonical(link: Link) -> bytes:
    """Return the bytes of an event that its MAC covers: JSON, sorted keys, times in UTC microseconds."""
    fields = [
        link.order_id,
        link.seq,
        link.action,
        link.role,
        link.person_id,
        link.unit_id,
        link.policy,
        stamp(link.occurred_at),
        stamp(link.recorded_at),
        link.data,
    ]
    return json.dumps(fields, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def stamp(at: datetime) -> str:
    """Write a moment the one way the chain writes it."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def mac(key: bytes, previous: bytes, link: Link) -> bytes:
    """Return the 32-byte MAC of an event that follows ``previous`` (``GENESIS`` for the first)."""
    return hmac.new(key, previous + canonical(link), hashlib.sha256).digest()


def salted_digest(salt: bytes, body: str) -> str:
    """Return the hex digest of a text: SHA-256 over a 16-byte salt and the text."""
    return hashlib.sha256(salt + body.encode()).hexdigest()


def heads_digest(entries: Iterable[tuple[int, int, bytes]]) -> bytes:
    """Return SHA-256 over (order id, seq, mac) of chain heads, given in ascending order of ids."""
    digest = hashlib.sha256()
    for order_id, seq, head in entries:
        digest.update(b"%d:%d:" % (order_id, seq) + head)
    return digest.digest()


@dataclass(frozen=True, kw_only=True)
class SealBody:
    """What a seal signs."""

    number: int
    sealed_at: datetime
    xact_below: int
    orders: int
    events: int
    digest: bytes
    previous: bytes


def seal_bytes(seal: SealBody) -> bytes:
    """Return the bytes that the seal's signature covers; their SHA-256 is the next seal's ``previous``."""
    fields = [
        seal.number,
        stamp(seal.sealed_at),
        seal.xact_below,
        seal.orders,
        seal.events,
        seal.digest.hex(),
        seal.previous.hex(),
    ]
    return json.dumps(fields, separators=(",", ":")).encode()


def replay(changes: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """Return what the order's row must say: the last word of its events on each replayed column."""
    row: dict[str, Any] = dict.fromkeys(REPLAYED)
    for change in changes:
        row.update({name: change[name] for name in REPLAYED if name in change})
    return row
