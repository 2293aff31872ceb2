"""Bring the telephones that are written to under the current keys, a batch at a time."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from huying.foundation.sealing import current_header, lookup_key_id, open_sealed, seal
from huying.notices.models import Recipient
from huying.notices.queries.recipients import hash_of_code, hashes_of_phone, seal_context


@dataclass(frozen=True, kw_only=True)
class RenewedRecipients:
    """The last row looked at, ``None`` at the end, and how many were changed."""

    last: UUID | None
    changed: int


@transaction.atomic(savepoint=False)
def renew_recipients(*, after: UUID | None, limit: int) -> RenewedRecipients:
    """Seal and hash anew what of the next ``limit`` rows stands under other keys or another suite.

    Raises ``SealUnreadable`` where a key is missing, ``SealBroken``, ``IntegrityError`` never: a telephone is found
    under every key of the ring before a second row could be made of it.
    """
    found = Recipient.objects.select_for_update(no_key=True).order_by("pk")
    rows = list((found.filter(pk__gt=after) if after else found)[:limit])
    header, key = current_header(), lookup_key_id()
    changed = 0
    for row in rows:
        columns = (bytes(row.phone_sealed), bytes(row.code_sealed))
        if all(one.startswith(header) for one in columns) and bytes(row.lookup_key_id) == key:
            continue
        phone, code = (
            open_sealed(one, context=seal_context(name, row.pk))
            for one, name in zip(columns, ("phone", "code"), strict=True)
        )
        row.phone_sealed = seal(phone, context=seal_context("phone", row.pk))
        row.code_sealed = seal(code, context=seal_context("code", row.pk))
        row.phone_hash = hashes_of_phone(phone=phone, centre_id=row.centre_id)[0]
        row.code_hash, row.lookup_key_id = hash_of_code(code), key
        row.save()
        changed += 1
    return RenewedRecipients(last=rows[-1].pk if rows else None, changed=changed)
