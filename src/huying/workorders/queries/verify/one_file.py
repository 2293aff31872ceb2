"""The pictures of one order against the digests that its events keep, and their files against both."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from uuid import UUID

from huying.adapters.storage.client import storage
from huying.adapters.storage.port import FileLost
from huying.domain import chain
from huying.workorders.queries.verify.findings import Finding, finding
from huying.workorders.queries.verify.one_text import basis_digest
from huying.workorders.queries.verify.streams import Case, EventRow, FileRow, OrderRow

_AT_ONCE = 1 << 20
# (number of the event that brought it, name of its file)
Place = tuple[int, str]
Look = Callable[[UUID], bytes | None]
"""Gives the SHA-256 of a file, ``None`` where there is none."""


def look_at_file(file: UUID) -> bytes | None:
    """Read a file of this installation's storage, as ``Look`` says."""
    try:
        with storage().opened(file) as opened:
            digest = hashlib.sha256()
            while part := opened.read(_AT_ONCE):
                digest.update(part)
            return digest.digest()
    except FileLost:
        return None


def check_files(
    case: Case, row: OrderRow, trusted: list[EventRow], *, is_whole: bool, look: Look | None
) -> Iterator[Finding]:
    """Yield each picture that trusted events or its own files do not bear out, a note for each lawful erasure.

    ``is_whole``: every event is trusted, as in ``check_texts``. Without ``look`` the files are left alone.
    """
    digests: dict[Place, str] = {
        (event.seq, name): digest for event in trusted for name, digest in event.data.get(chain.FILES, {}).items()
    }
    erasures = _erasures(trusted)
    sure = {event.seq for event in trusted}
    found: set[Place] = set()
    for picture in case.files:
        place = (picture.event, picture.file.hex)
        found.add(place)
        is_sure = is_whole or picture.event in sure
        code = _judge(picture, digests.get(place), erasures.get(place), is_sure=is_sure)
        if code in {None, "file_erased", "file_expired"} and look:
            code = _judge_files(picture, look) or code
        if code:
            yield finding(code, order=row.number, events=str(place[0]), what=place[1])
    for event, name in digests.keys() - found:
        yield finding("file_removed", order=row.number, events=str(event), what=name)


def _judge(picture: FileRow, digest: str | None, erasure: EventRow | None, *, is_sure: bool) -> str | None:
    """Return the code of what is to be said of a picture's row; nothing if it is as its event says."""
    if picture.is_erased:
        if erasure is None:
            return "file_blanked" if is_sure else None
        if erasure.action == chain.EXPIRE_ORDER:
            return "file_expired"
        asked = (picture.requested_by, picture.settled_by, basis_digest(picture.legal_basis or ""))
        said = (erasure.data.get("asked_by"), erasure.person_id, erasure.data.get("basis"))
        return "file_erased" if asked == said and asked[0] != asked[1] else "file_erasure_changed"
    if erasure is not None:
        return "file_restored"
    if digest is None:
        return "file_added" if is_sure else None
    now = chain.file_digest(picture.salt, content=picture.sha256, thumbnail=picture.thumbnail_sha256)
    return None if now == digest else "file_changed"


def _erasures(events: list[EventRow]) -> dict[Place, EventRow]:
    """Return the pictures that events say are gone, with the event: by two persons, or as their time was over."""
    gone: dict[Place, EventRow] = {}
    for event in events:
        if event.action == chain.ERASE_FILE:
            gone[(event.data[chain.ERASED][0], event.data[chain.ERASED][1])] = event
        elif event.action == chain.EXPIRE_ORDER:
            for seq, name in event.data.get(chain.EXPIRED_FILES, []):
                gone[seq, name] = event
    return gone


def _judge_files(picture: FileRow, look: Look) -> str | None:
    """Return the code of what is to be said of the picture's two files."""
    for file, digest in ((picture.file, picture.sha256), (picture.thumbnail, picture.thumbnail_sha256)):
        now = look(file)
        if picture.is_erased:
            if now is not None:
                return "file_restored"
        elif now is None:
            return "file_missing"
        elif now != digest:
            return "file_changed"
    return None
