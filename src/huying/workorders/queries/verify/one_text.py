"""The texts of one order, and its heading, against the digests that its events keep."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from huying.domain import chain
from huying.workorders.choices import TextKind
from huying.workorders.queries.verify.findings import Finding, finding
from huying.workorders.queries.verify.streams import Case, EventRow, OrderRow, TextRow

# (number of the event that brought it, kind)
Place = tuple[int, str]
# Texts that the title may repeat.
HEADED = {TextKind.ORIGINAL, TextKind.TRANSFER}


def basis_digest(legal_basis: str) -> str:
    """Return the hex digest by which the history holds the legal basis of an erasure."""
    return hashlib.sha256(legal_basis.encode()).hexdigest()


def check_texts(case: Case, row: OrderRow, trusted: list[EventRow], *, is_whole: bool) -> Iterator[Finding]:
    """Yield each text that trusted events do not bear out, and a note for each lawful erasure.

    ``is_whole``: every event is trusted. Otherwise nothing is said of texts whose own event is in doubt.
    """
    digests: dict[Place, str] = {
        (event.seq, kind): digest for event in trusted for kind, digest in event.data.get(chain.TEXTS, {}).items()
    }
    erasures = _erasures(trusted)
    sure = {event.seq for event in trusted}
    found: set[Place] = set()
    for text in case.texts:
        place = (text.event, text.kind)
        found.add(place)
        if code := _judge(text, digests.get(place), erasures.get(place), is_sure=is_whole or text.event in sure):
            yield _finding(code, row, place)
    for place in digests.keys() - found:
        yield _finding("text_removed", row, place)


def _judge(text: TextRow, digest: str | None, erasure: EventRow | None, *, is_sure: bool) -> str | None:
    """Return the code of what is to be said of a text; nothing if it is as its event says."""
    if text.is_erased:
        if erasure is None:
            return "text_blanked" if is_sure else None
        if erasure.action == chain.EXPIRE_ORDER:
            return "text_expired"
        asked = (text.requested_by, text.settled_by, basis_digest(text.legal_basis or ""))
        said = (erasure.data.get("asked_by"), erasure.person_id, erasure.data.get("basis"))
        return "text_erased" if asked == said and asked[0] != asked[1] else "erasure_changed"
    if erasure is not None:
        return "text_restored"
    if digest is None:
        return "text_added" if is_sure else None
    return None if chain.salted_digest(text.salt or b"", text.body) == digest else "text_changed"


def check_heading(case: Case, row: OrderRow, events: list[EventRow]) -> Iterator[Finding]:
    """Yield a finding if title or place are not those of the registration; an erasure takes the title."""
    if any(event.action == chain.EXPIRE_ORDER and chain.EXPIRED in event.data for event in events):
        is_right = (row.title, row.place_text) == (chain.EXPIRED_TITLE, "")
    elif any(kind in HEADED for _, kind in _erasures(events)):
        is_right = row.title == chain.ERASED_TITLE
    else:
        said = events[0].data.get(chain.HEADING)
        salts = [text.salt for text in case.texts if (text.event, text.kind) == (1, TextKind.ORIGINAL)]
        now = [chain.heading_digest(salt, title=row.title, place=row.place_text) for salt in salts if salt]
        is_right = said is None or not now or now[0] == said
    if not is_right:
        yield finding("heading_changed", order=row.number)


def _erasures(events: list[EventRow]) -> dict[Place, EventRow]:
    """Return the texts that events say are gone, with the event: by two persons, or as their time was over."""
    gone: dict[Place, EventRow] = {}
    for event in events:
        if event.action == chain.ERASE_TEXT:
            gone[(event.data[chain.ERASED][0], event.data[chain.ERASED][1])] = event
        elif event.action == chain.EXPIRE_ORDER:
            for seq, kind in event.data.get(chain.EXPIRED, []):
                gone[seq, kind] = event
    return gone


def _finding(code: str, row: OrderRow, place: Place) -> Finding:
    return finding(code, order=row.number, events=str(place[0]), what=TextKind(place[1]).label)
