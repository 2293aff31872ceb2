"""Let a system in by its token, and count its requests."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction

from huying.domain.actors import Actor, Role
from huying.domain.errors import TooMany
from huying.foundation.sealing import lookup_hashes
from huying.organisation.actions.issue_token import CONTEXT
from huying.organisation.choices import ApiScope

_MINUTE = 60
# One statement finds the token, counts and notes the use. A count lost with the machine harms nobody, so this commit
# does not wait for the disk.
_ADMIT = """
UPDATE organisation_systemtoken AS token
   SET used_in_minute = CASE WHEN token.minute = %(minute)s THEN LEAST(token.used_in_minute, token.per_minute) + 1
                             ELSE 1 END,
       minute = %(minute)s, last_used_at = %(at)s
  FROM organisation_seat AS seat, organisation_unit AS unit, organisation_person AS person
 WHERE token.digest = ANY(%(digests)s) AND token.revoked_at IS NULL AND token.expires_at > %(at)s
   AND seat.id = token.seat_id AND seat.ended_at IS NULL
   AND unit.id = seat.unit_id AND unit.is_active
   AND person.id = seat.person_id AND person.is_active AND person.is_service
   AND set_config('synchronous_commit', 'off', true) IS NOT NULL
RETURNING token.scopes, token.used_in_minute, token.per_minute, seat.id, seat.role, seat.person_id,
          unit.id, unit.centre_id, unit.district_id
"""


class TooManyRequests(TooMany):
    """More requests in a minute than the token allows; ``seconds`` until the next minute."""

    code = "too_many_requests"
    sentence = "请求过于频繁，请按 Retry-After 稍后再试，或联系安全管理员提高每分钟次数。"


@dataclass(frozen=True, kw_only=True)
class Admitted:
    """A system that was let in: who acts, for which seat, and what the token allows."""

    actor: Actor
    seat_id: int
    scopes: frozenset[ApiScope]


@transaction.atomic(savepoint=False)
def admit_system(*, token: str, at: datetime) -> Admitted | None:
    """Return who the token stands for; ``None`` for one that opens nothing (unknown, expired, revoked, unseated).

    约定: a minute is the clock's, so a burst across its stroke may be twice the rate. Raises ``TooManyRequests``.
    """
    minute = int(at.timestamp()) // _MINUTE
    given: dict[str, list[bytes] | int | datetime] = {
        "digests": lookup_hashes(token, context=CONTEXT),
        "minute": minute,
        "at": at,
    }
    with connection.cursor() as cursor:
        cursor.execute(_ADMIT, given)
        found = cursor.fetchone()
    if found is None:
        return None
    scopes, used, most, seat_id, role, person_id, unit_id, centre_id, district_id = found
    if used > most:
        raise TooManyRequests(seconds=(minute + 1) * _MINUTE - int(at.timestamp()))
    actor = Actor(role=Role(role), centre_id=centre_id, person_id=person_id, unit_id=unit_id, district_id=district_id)
    return Admitted(actor=actor, seat_id=seat_id, scopes=frozenset(map(ApiScope, scopes)))
