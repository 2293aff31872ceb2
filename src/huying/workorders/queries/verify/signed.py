"""A seal with its signature: as a row of the table, and as a line of the seal file."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime

from huying.domain.chain import SealBody, stamp
from huying.workorders.models import Seal


@dataclass(frozen=True, kw_only=True)
class SignedSeal:
    """What was signed, by which key, and the 64 bytes of the signature."""

    body: SealBody
    key_id: str
    signature: bytes


def body_of(seal: Seal) -> SealBody:
    """Return what a row of the table says was signed."""
    return SealBody(
        number=seal.number,
        sealed_at=seal.sealed_at,
        xact_below=seal.xact_below,
        orders=seal.orders,
        events=seal.events,
        digest=bytes(seal.digest),
        previous=bytes(seal.previous),
    )


def signed(seal: Seal) -> SignedSeal:
    """Return a row of the table with its signature."""
    return SignedSeal(body=body_of(seal), key_id=seal.key_id, signature=bytes(seal.signature))


def to_line(seal: SignedSeal, *, written_at: datetime) -> str:
    """Write a seal as one line of JSON; ``written_at`` is later than the seal's own time if it was lost before."""
    body = seal.body
    fields = {
        "number": body.number,
        "sealed_at": stamp(body.sealed_at),
        "xact_below": body.xact_below,
        "orders": body.orders,
        "events": body.events,
        "digest": body.digest.hex(),
        "previous": body.previous.hex(),
        "key_id": seal.key_id,
        "signature": seal.signature.hex(),
        "written_at": stamp(written_at),
    }
    return json.dumps(fields) + "\n"


def from_line(line: str) -> tuple[SignedSeal, datetime]:
    """Return the seal that a line holds and when it was written; raise ``ValueError`` for anything else."""
    try:
        found = json.loads(line)
        body = SealBody(
            number=int(found["number"]),
            sealed_at=datetime.fromisoformat(found["sealed_at"]),
            xact_below=int(found["xact_below"]),
            orders=int(found["orders"]),
            events=int(found["events"]),
            digest=bytes.fromhex(found["digest"]),
            previous=bytes.fromhex(found["previous"]),
        )
        stamp(body.sealed_at)
        seal = SignedSeal(body=body, key_id=str(found["key_id"]), signature=bytes.fromhex(found["signature"]))
        return seal, datetime.fromisoformat(found["written_at"])
    except (KeyError, TypeError, AttributeError) as fault:
        raise ValueError("no seal") from fault
