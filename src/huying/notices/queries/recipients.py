"""Telephones that are written to: sealed, found by keyed hashes of the number and of the code in their link."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from huying.callers.queries import area_code_of
from huying.domain import query_codes
from huying.domain.errors import NotFound
from huying.domain.phones import Phone, PhoneInvalid, PhoneKind, normalise
from huying.domain.privacy import mask_phone
from huying.foundation.sealing import lookup_hash, lookup_hashes, open_sealed
from huying.notices.models import Recipient

_CODE = "notices.recipient.code"


class LinkUnknown(NotFound):
    """No telephone of this installation has the code of this link."""

    code = "stop_link_unknown"
    sentence = "这个链接不完整或已失效，请从最近收到的短信中重新打开，或拨打 12345 停收短信。"


@dataclass(frozen=True, kw_only=True)
class Choice:
    """What a citizen sees of the own telephone: masked, and whether it gets messages."""

    code: str
    centre_id: int
    phone: str
    is_stopped: bool
    stopped_at: datetime | None


def seal_context(column: str, row: UUID) -> str:
    """Return the context that a column is sealed for."""
    return f"notices.recipient.{column}|{row}"


def line_of(*, phone: str, centre_id: int) -> Phone | None:
    """Return the number that a text means, ``None`` where it is none."""
    try:
        return normalise(phone, area_code=area_code_of(centre_id=centre_id))
    except PhoneInvalid:
        return None


def can_be_written_to(line: Phone | None) -> bool:
    """Say whether short messages reach this number."""
    return line is not None and line.kind in {PhoneKind.MOBILE, PhoneKind.FOREIGN}


def hashes_of_phone(*, phone: str, centre_id: int) -> list[bytes]:
    """Return every hash that a number may stand under, the current first."""
    return lookup_hashes(phone, context=f"notices.recipient.phone|{centre_id}")


def hash_of_code(code: str) -> bytes:
    """Return the hash that the code of a link stands under."""
    return lookup_hash(code, context=_CODE)


def recipient_of(*, text: str) -> Recipient | None:
    """Return the telephone that a link's code, as somebody sends it, belongs to."""
    code = query_codes.read(text)
    return Recipient.objects.filter(code_hash__in=lookup_hashes(code, context=_CODE)).first() if code else None


def choice_of(*, text: str) -> Choice:
    """Return what the page of a link shows; raises ``LinkUnknown``."""
    row = recipient_of(text=text)
    if row is None:
        raise LinkUnknown
    return Choice(
        code=text,
        centre_id=row.centre_id,
        phone=masked(row),
        is_stopped=row.stopped_at is not None,
        stopped_at=row.stopped_at,
    )


def opened(row: Recipient) -> str:
    """Return the number in clear, for the gateway alone."""
    return open_sealed(row.phone_sealed, context=seal_context("phone", row.pk))


def masked(row: Recipient) -> str:
    """Return the number as pages show it."""
    line = line_of(phone=opened(row), centre_id=row.centre_id)
    return mask_phone(line) if line else "（不是电话号码）"
