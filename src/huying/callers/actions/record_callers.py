"""Keep who called, for one order or thousands: the lines they called from and what they said about themselves."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
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
WITH line AS (
    SELECT * FROM unnest(%(line)s::int[], %(caller_id)s::uuid[], %(phone_hash)s::bytea[], %(phone)s::bytea[],
                         %(first_at)s::timestamptz[], %(last_at)s::timestamptz[])
           AS line (line, id, phone_hash, phone, first_at, last_at)
), known AS (
    UPDATE callers_caller AS caller SET last_seen_at = GREATEST(caller.last_seen_at, line.last_at)
      FROM unnest(%(other_of)s::int[], %(other_hash)s::bytea[]) AS other (line, phone_hash) JOIN line USING (line)
     WHERE caller.centre_id = %(centre_id)s AND caller.phone_hash = other.phone_hash
    RETURNING line.line, caller.id
), contact AS (
    INSERT INTO callers_caller (id, centre_id, phone_hash, lookup_key_id, phone_sealed, created_at, last_seen_at)
    SELECT id, %(centre_id)s, phone_hash, %(lookup_key_id)s::bytea, phone, first_at, last_at
      FROM line WHERE line NOT IN (SELECT line FROM known)
     ORDER BY phone_hash
    ON CONFLICT (centre_id, phone_hash) DO UPDATE
       SET last_seen_at = GREATEST(callers_caller.last_seen_at, EXCLUDED.last_seen_at)
    RETURNING id, phone_hash
), kept AS (
    SELECT DISTINCT ON (line) line, COALESCE(known.id, contact.id) AS caller_id
      FROM line LEFT JOIN known USING (line) LEFT JOIN contact USING (phone_hash) ORDER BY line, known.id
)
INSERT INTO callers_identity
    (id, centre_id, caller_id, name_sealed, id_number_sealed, home_address_sealed,
     extension_sealed, wants_secrecy, is_anonymous, created_at)
SELECT told.id, %(centre_id)s, kept.caller_id, name, id_number, home_address, extension, wants_secrecy,
       is_anonymous, at
  FROM unnest(%(id)s::uuid[], %(on_line)s::int[], %(name)s::bytea[], %(id_number)s::bytea[],
              %(home_address)s::bytea[], %(extension)s::bytea[], %(wants_secrecy)s::boolean[],
              %(is_anonymous)s::boolean[], %(at)s::timestamptz[])
       AS told (id, line, name, id_number, home_address, extension, wants_secrecy, is_anonymous, at)
  LEFT JOIN kept USING (line)
RETURNING id, caller_id
"""

_ONE_AT_A_TIME = (
    "SELECT pg_advisory_xact_lock(hashtextextended('callers.record_callers', number)) FROM unnest(%s::int[]) AS number"
)


class IdentityInvalid(Invalid):
    """Something the caller said is too long to be kept."""

    code = "identity_invalid"
    sentence = "诉求人信息过长，请按提示缩短。"


@dataclass(frozen=True, kw_only=True, slots=True)
class CallerTold:
    """What the caller of one order left ``at`` a moment; empty where nothing was said."""

    at: datetime
    wants_secrecy: bool
    phone: str = ""
    name: str = ""
    id_number: str = ""
    home_address: str = ""


@dataclass(frozen=True, kw_only=True)
class IdentityRef:
    """What an order keeps of its caller: ids, never the words."""

    id: UUID
    caller_id: UUID | None
    is_anonymous: bool


@dataclass(kw_only=True, slots=True)
class _Line:
    place: int
    caller_id: UUID
    sealed: bytes
    hashes: list[bytes]  # the current one first
    first_at: datetime
    last_at: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class _Identity:
    id: UUID
    on_line: int | None
    name: bytes | None
    id_number: bytes | None
    home_address: bytes | None
    extension: bytes | None
    wants_secrecy: bool
    is_anonymous: bool
    at: datetime


@transaction.atomic(savepoint=False)
def record_callers(*, told: Sequence[CallerTold], actor: Actor) -> list[IdentityRef | Invalid]:
    """Seal and keep the callers of orders of the actor's centre, in one round-trip; answer each, place by place.

    A land line without area code takes the centre's. Whoever leaves neither name nor ID number
    is anonymous, even with a number to call back. What cannot be kept is answered with its refusal,
    ``PhoneInvalid`` or ``IdentityInvalid``, and the others are kept.
    The right to register is asked by the action that opens the order.
    """
    lines: dict[str, _Line] = {}
    answers: list[_Identity | Invalid] = []
    for one in told:
        try:
            answers.append(_sealed(one, lines=lines, centre_id=actor.centre_id))
        except Invalid as refusal:
            answers.append(refusal)
    identities = [one for one in answers if isinstance(one, _Identity)]
    callers = _kept(identities, lines, centre_id=actor.centre_id) if identities else {}
    return [
        one
        if isinstance(one, Invalid)
        else IdentityRef(id=one.id, caller_id=callers[one.id], is_anonymous=one.is_anonymous)
        for one in answers
    ]


def _sealed(told: CallerTold, *, lines: dict[str, _Line], centre_id: int) -> _Identity:
    given = {
        "name": told.name.strip(),
        "id_number": told.id_number.strip().upper(),
        "home_address": told.home_address.strip(),
    }
    _check_lengths(given)
    phone = _phone(told.phone, centre_id)
    identity_id = _time_ordered_id(told.at)
    given["extension"] = phone.extension if phone else ""
    return _Identity(
        id=identity_id,
        on_line=_line(phone, lines=lines, centre_id=centre_id, at=told.at).place if phone else None,
        wants_secrecy=told.wants_secrecy,
        is_anonymous=not (given["name"] or given["id_number"]),
        at=told.at,
        **{
            key: seal(text, context=seal_context(f"identity.{key}", identity_id)) if text else None
            for key, text in given.items()
        },
    )


def _line(phone: Phone, *, lines: dict[str, _Line], centre_id: int, at: datetime) -> _Line:
    """Return the line of a number, the same for every order that came from it."""
    line = lines.get(phone.canonical)
    if line is None:
        caller_id = _time_ordered_id(at)
        lines[phone.canonical] = line = _Line(
            place=len(lines),
            caller_id=caller_id,
            sealed=seal(phone.canonical, context=seal_context("caller.phone", caller_id)),
            hashes=phone_hashes(phone=phone, centre_id=centre_id),
            first_at=at,
            last_at=at,
        )
    line.first_at, line.last_at = min(line.first_at, at), max(line.last_at, at)
    return line


def _kept(identities: Sequence[_Identity], lines: dict[str, _Line], *, centre_id: int) -> dict[UUID, UUID | None]:
    """Write the rows; return the caller of each identity."""
    row = {name: [getattr(one, name) for one in identities] for name in _Identity.__slots__}
    calling = list(lines.values())
    row |= {
        "line": [line.place for line in calling],
        "caller_id": [line.caller_id for line in calling],
        "phone_hash": [line.hashes[0] for line in calling],
        "phone": [line.sealed for line in calling],
        "first_at": [line.first_at for line in calling],
        "last_at": [line.last_at for line in calling],
        "other_of": [line.place for line in calling for _ in line.hashes[1:]],
        "other_hash": [other for line in calling for other in line.hashes[1:]],
    }
    with connection.cursor() as cursor:
        if calling and is_changing_lookup():
            # Two processes may write under different keys: the second waits, and then sees what the first wrote.
            cursor.execute(_ONE_AT_A_TIME, [sorted({each[0] for line in calling for each in line.hashes})])
        cursor.execute(_RECORD, {**row, "centre_id": centre_id, "lookup_key_id": lookup_key_id()})
        return dict(cursor.fetchall())


def _check_lengths(given: dict[str, str]) -> None:
    fields = {key: f"最多 {most} 个字，请缩短。" for key, most in _LONGEST.items() if len(given[key]) > most}
    if fields:
        raise IdentityInvalid(fields=fields)


def _phone(phone: str, centre_id: int) -> Phone | None:
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
