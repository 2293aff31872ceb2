"""The table of seals: signatures, their own chain, their entries and counts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import pairwise

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from huying.domain import chain
from huying.workorders.queries.verify.findings import Finding, finding, ranges
from huying.workorders.queries.verify.signed import SignedSeal
from huying.workorders.queries.verify.streams import EntryRow

# 约定: an hourly job that is this late has not run.
_PAUSE = timedelta(hours=2)


@dataclass(kw_only=True)
class _Sealed:
    digest: chain.HeadsDigest = field(default_factory=chain.HeadsDigest)
    orders: int = 0
    events: int = 0


class Tally:
    """What each seal must say of its entries, gathered order by order."""

    def __init__(self) -> None:
        """Begin with nothing sealed."""
        self.by_seal: defaultdict[int, _Sealed] = defaultdict(_Sealed)

    def add(self, entries: Sequence[EntryRow]) -> int:
        """Take one order's entries, orders by rising id; return the last event that is sealed."""
        sealed = 0
        for entry in entries:
            seal = self.by_seal[entry.seal]
            seal.digest.add(entry.order_id, entry.seq, entry.mac)
            seal.orders += sealed == 0
            seal.events += entry.seq - sealed
            sealed = max(sealed, entry.seq)
        return sealed


def check_seals(
    seals: Sequence[SignedSeal], *, tally: Tally, keys: Mapping[str, Ed25519PublicKey]
) -> Iterator[Finding]:
    """Yield what is wrong with the table of seals, given in the order of their numbers."""
    table = {seal.body.number: seal for seal in seals}
    wrong: defaultdict[str, set[int]] = defaultdict(set)
    last = max([*table, *tally.by_seal], default=0)
    wrong["seal_missing"] = set(range(1, last + 1)).difference(table)
    orders = events = 0
    for number, seal in table.items():
        if fault := signature_fault(seal, keys):
            wrong[fault].add(number)
        before = table.get(number - 1)
        if (before or number == 1) and seal.body.previous != chain.seal_digest(before.body if before else None):
            wrong["seal_chain_broken"].add(number)
        sealed = tally.by_seal.get(number, _Sealed())
        orders, events = orders + sealed.orders, events + sealed.events
        if (seal.body.digest, seal.body.orders, seal.body.events) != (sealed.digest.value(), orders, events):
            wrong["seal_entries_changed"].add(number)
        orders, events = seal.body.orders, seal.body.events
    for code, numbers in wrong.items():
        if numbers:
            yield finding(code, seals=ranges(numbers))
    yield from _pauses(seals)


def signature_fault(seal: SignedSeal, keys: Mapping[str, Ed25519PublicKey]) -> str | None:
    """Return the code of what is wrong with a seal's signature."""
    key = keys.get(seal.key_id)
    if key is None:
        return "seal_key_unknown"
    try:
        key.verify(seal.signature, chain.seal_bytes(seal.body))
    except InvalidSignature:
        return "seal_forged"
    return None


def _pauses(seals: Sequence[SignedSeal]) -> Iterator[Finding]:
    pauses = [
        (after.body.sealed_at - before.body.sealed_at, after.body.number)
        for before, after in pairwise(seals)
        if after.body.sealed_at - before.body.sealed_at > _PAUSE
    ]
    if pauses:
        longest, number = max(pauses)
        hours = round(longest / timedelta(hours=1))
        yield finding("seal_pauses", count=len(pauses), hours=hours, seals=str(number))
