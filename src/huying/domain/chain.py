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
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any, NamedTuple

GENESIS = bytes(32)

# Keys of an event's data that the chain itself reads.
SET = "set"  # columns of the order's row after the event, by name
TEXTS = "texts"  # text kind → salted digest of the text that the event brought
FILES = "files"  # name of a picture's file → salted digest of the picture that the event brought
HEADING = "heading"  # digest of title and place, under the salt of the caller's own account
ERASED = "erased"  # [event, kind] of a text that two persons erased; [event, name] of a picture
TIMES = "times"  # of an imported order: what its source says of when it was registered, due and closed

IMPORTED = "imported"
"""The action of the first and only event that an order of the past is imported with."""
EXPIRED = "expired"  # [[event, kind], …] of texts whose time of keeping was over
EXPIRED_FILES = "expired_files"  # [[event, name], …] of pictures whose time was over

ERASE_TEXT, ERASE_FILE = "erase_text", "erase_file"
"""The actions of the events that say so."""
EXPIRE_ORDER = "expire_order"
"""The action of the event that says that personal data went because the time of keeping them was over."""
EXPIRED_TITLE = "（保存期满，已删除）"
"""The title of an order whose texts went when the time of keeping them was over; its place is empty then."""
ERASED_TITLE = "（已依法删除）"
"""The title of an order whose account was erased: a title may repeat it."""


class Link(NamedTuple):
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


def written(data: Mapping[str, Any]) -> str:
    """Return an event's data as they are hashed: JSON, keys sorted."""
    return _canonical_json(data)


def canonical(link: Link, *, written: str | None = None) -> bytes:
    """Return the bytes of an event that its MAC covers: JSON, keys sorted, moments in microseconds since 1970.

    ``written`` are its data as ``written`` returns them, where they are at hand.
    """
    who = _who(link.action, link.role, link.person_id, link.unit_id, link.policy)
    occurred, recorded = ((moment - _EPOCH) // _MICROSECOND for moment in (link.occurred_at, link.recorded_at))
    told = _canonical_json(link.data) if written is None else written
    return f"[{link.order_id},{link.seq},{who},{occurred},{recorded},{told}]".encode()


@lru_cache(maxsize=1024)
def _who(action: str, role: str, person_id: int | None, unit_id: int | None, policy: str) -> str:
    """Return a part of ``canonical`` that many events have in common."""
    return _canonical_json([action, role, person_id, unit_id, policy])[1:-1]


_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_canonical_json = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode


def require_plain(data: object) -> None:
    """Raise ``TypeError`` for data that a database may give back in another form than it was hashed in.

    Plain are texts, whole numbers, yes and no, nothing, and lists and text-keyed objects of these.
    """
    if data is None or isinstance(data, str | int):
        return
    if isinstance(data, Mapping) and all(isinstance(name, str) for name in data):
        data = list(data.values())
    if not isinstance(data, list | tuple):
        raise TypeError(f"not plain enough for the history: {data!r}")
    for part in data:
        require_plain(part)


def stamp(at: datetime) -> str:
    """Write a moment the one way that events and seals write it: ISO 8601, UTC, microseconds."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def mac(key: bytes, previous: bytes, link: Link, *, written: str | None = None) -> bytes:
    """Return the 32-byte MAC of an event that follows ``previous`` (``GENESIS`` for the first)."""
    return hmac.digest(key, previous + canonical(link, written=written), "sha256")


def salted_digest(salt: bytes, body: str) -> str:
    """Return the hex digest of a text: SHA-256 over a 16-byte salt and the text."""
    return hashlib.sha256(salt + body.encode()).hexdigest()


def file_digest(
    salt: bytes | memoryview | None, *, content: bytes | memoryview | None, thumbnail: bytes | memoryview | None
) -> str:
    """Return the hex digest of a picture: SHA-256 over a 16-byte salt and the SHA-256 of its two files."""
    return hashlib.sha256(b"".join(bytes(part or b"") for part in (salt, content, thumbnail))).hexdigest()


def heading_digest(salt: bytes, *, title: str, place: str) -> str:
    """Return the hex digest of an order's title and place, which stand in its row and in no text."""
    return salted_digest(salt, f"{title}\n{place}")


class HeadsDigest:
    """SHA-256 over (order id, seq, mac) of chain heads, given one by one in ascending order of ids."""

    def __init__(self) -> None:
        """Begin with no head."""
        self._digest = hashlib.sha256()

    def add(self, order_id: int, seq: int, head: bytes) -> None:
        """Take the next head."""
        self._digest.update(b"%d:%d:" % (order_id, seq) + head)

    def value(self) -> bytes:
        """Return the 32 bytes."""
        return self._digest.digest()


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
    """Return the bytes that the seal's signature covers."""
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


def seal_digest(seal: SealBody | None) -> bytes:
    """Return what the next seal names as its ``previous``; ``GENESIS`` before the first."""
    return hashlib.sha256(seal_bytes(seal)).digest() if seal else GENESIS


def replay(events: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """Return what the order's row must say: the last word of its events' data on each column they set."""
    row: dict[str, Any] = {}
    for data in events:
        row.update(data.get(SET) or {})
    return row
