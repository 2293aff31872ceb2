"""Keep who called: the line it came from and what the caller said about themselves."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction

from huying.callers.queries import area_code_of, phone_hashes, seal_context
from huying.domain.actors import Actor
from huying.domain.errors import Invalid
from huying.domain.phones import Phone, PhoneInvalid, normalise
from huying.foundation.sealing import is_changing_lookup, lookup_key_id, seal

_LONGEST = {"name": 60, "id_number": 32, "home_address": 200}

# One statement: registering an order has a budget of ten round-trips. The update on conflict
# also locks the row, so that the identity never points to a caller that another commit removes.
# Who is known under the hash of another key stays the same caller (keys are being rotated).
_RECORD = """
WITH known AS (
    UPDATE callers_caller SET last_seen_at = GREATEST(last_seen_at, %(at)s::timestamptz)
     WHERE id = (SELECT id FROM callers_caller
                  WHERE centre_id = %(centre_id)s AND phone_hash = ANY(%(other_hashes)s::bytea[]) LIMIT 1)
    RETURNING id
), contact AS (
    INSERT INTO callers_caller
        (id, centre_id, phone_hash, lookup_key_id, phone_sealed, created_at, last_seen_at)
    SELECT %(caller_id)s::uuid, %(centre_id)s, %(phone_hash)s::bytea, %(lookup_key_id)s::bytea,
           %(phone)s::bytea, %(at)s::timestamptz, %(at)s::timestamptz
     WHERE %(phone_hash)s::bytea IS NOT NULL AND NOT EXISTS (SELECT FROM known)
    ON CONFLICT (centre_id, phone_hash) DO UPDATE
       SET last_seen_at = GREATEST(callers_caller.last_seen_at, EXCLUDED.last_seen_at)
    RETURNING id
)
INSERT INTO callers_identity
    (id, centre_id, caller_id, name_sealed, id_number_sealed, home_address_sealed,
     extension_sealed, wants_secrecy, is_anonymous, created_at)
VALUES
    (%(id)s::uuid, %(centre_id)s, (SELECT id FROM known UNION ALL SELECT id FROM contact),
     %(name)s::bytea, %(id_number)s::bytea, %(home_address)s::bytea, %(extension)s::bytea,
     %(wants_secrecy)s, %(is_anonymous)s, %(at)s::timestamptz)
RETURNING caller_id
"""

_ONE_AT_A_TIME = "SELECT pg_advisory_xact_lock(number) FROM unnest(%s::bigint[]) AS number"


class IdentityInvalid(Invalid):
    """Something the caller said is too long to be kept."""

    code = "identity_invalid"
    sentence = "诉求人信息过长，请按提示缩短。"


@dataclass(frozen=True, kw_only=True)
class IdentityRef:
    """What an order keeps of its caller: ids, never the words."""

    id: UUID
    caller_id: UUID | None
    is_anonymous: bool


@transaction.atomic(savepoint=False)
def record_caller(
    *,
    phone: str | None,
    name: str | None,
    id_number: str | None,
    home_address: str | None,
    wants_secrecy: bool,
    actor: Actor,
    at: datetime,
) -> IdentityRef:
    """Seal and keep the caller of one order of the actor's centre; one round-trip.

    A land line without area code takes the centre's. Whoever leaves neither name nor ID number
    is anonymous, even with a number to call back. Raises ``PhoneInvalid``, ``IdentityInvalid``.
    The right to register is asked by the action that opens the order.
    """
    given = {
        "name": (name or "").strip(),
        "id_number": (id_number or "").strip().upper(),
        "home_address": (home_address or "").strip(),
    }
    _check_lengths(given)
    line = _line(phone or "", actor.centre_id)
    identity_id, caller_id = _time_ordered_id(at), _time_ordered_id(at)
    hashes = phone_hashes(phone=line, centre_id=actor.centre_id) if line else []
    is_anonymous = not (given["name"] or given["id_number"])
    row: dict[str, bytes | list[bytes] | UUID | int | bool | datetime | None] = {
        key: seal(text, context=seal_context(f"identity.{key}", identity_id)) if text else None
        for key, text in {**given, "extension": line.extension if line else ""}.items()
    }
    row |= {
        "id": identity_id,
        "caller_id": caller_id,
        "centre_id": actor.centre_id,
        "phone_hash": hashes[0] if hashes else None,
        "other_hashes": hashes[1:],
        "lookup_key_id": lookup_key_id(),
        "phone": seal(line.canonical, context=seal_context("caller.phone", caller_id)) if line else None,
        "wants_secrecy": wants_secrecy,
        "is_anonymous": is_anonymous,
        "at": at,
    }
    with connection.cursor() as cursor:
        if hashes and is_changing_lookup():
            # Two processes may write under different keys: the second waits, and then sees what the first wrote.
            numbers = sorted(int.from_bytes(each[:8], "big", signed=True) for each in hashes)
            cursor.execute(_ONE_AT_A_TIME, [numbers])
        cursor.execute(_RECORD, row)
        kept = cursor.fetchone()
    return IdentityRef(id=identity_id, caller_id=kept[0] if kept else None, is_anonymous=is_anonymous)


def _check_lengths(given: dict[str, str]) -> None:
    fields = {key: f"最多 {most} 个字，请缩短。" for key, most in _LONGEST.items() if len(given[key]) > most}
    if fields:
        raise IdentityInvalid(fields=fields)


def _line(phone: str, centre_id: int) -> Phone | None:
    if not phone.strip():
        return None
    try:
        return normalise(phone, area_code=area_code_of(centre_id=centre_id))
    except PhoneInvalid as refusal:
        raise PhoneInvalid(str(refusal), fields={"phone": str(refusal)}) from refusal


def _time_ordered_id(at: datetime) -> UUID:
    # UUID version 7 (RFC 9562): new rows stand side by side in the index.
    moment, version, variant = int(at.timestamp() * 1000) << 80, 7 << 76, 2 << 62
    return UUID(int=moment | version | secrets.randbits(12) << 64 | variant | secrets.randbits(62))
