"""Who called, masked or in clear: one line an identity."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from huying.callers.models import Identity
from huying.callers.queries import UNREADABLE, SealedIdentity, sealed
from huying.domain.actors import policy_actor
from huying.domain.phones import normalise
from huying.domain.privacy import IdentityField, mask_address, mask_id_number, mask_name, mask_phone
from huying.foundation.sealing import SealBroken, SealUnreadable

_AT_ONCE = 1000


def identities(*, centre_id: int, in_clear: bool) -> Iterator[dict[str, Any]]:
    """Yield what each caller of the centre said of themselves; what no key opens says so."""
    actor = policy_actor(centre_id=centre_id, name="export")
    ids = Identity.objects.filter(centre_id=centre_id).order_by("pk").values_list("pk", flat=True)
    for batch in _batches(ids.iterator(chunk_size=_AT_ONCE)):
        found = sealed(identity_ids=batch, actor=actor)
        for one in batch:
            row = found[one]
            words = {field.value: _shown(row, field, in_clear=in_clear) for field in IdentityField}
            yield {"id": row.id, "wants_secrecy": row.wants_secrecy, "is_anonymous": row.is_anonymous, **words}


def _shown(row: SealedIdentity, field: IdentityField, *, in_clear: bool) -> str:
    try:
        if field is IdentityField.PHONE:
            line = row.opened_phone()
            return "" if line is None else line.display if in_clear else mask_phone(normalise(line.canonical))
        text = row.opened(field)
    except (SealBroken, SealUnreadable):
        return UNREADABLE
    if in_clear or not text:
        return text
    masks = {
        IdentityField.NAME: mask_name,
        IdentityField.ID_NUMBER: mask_id_number,
        IdentityField.HOME_ADDRESS: mask_address,
    }
    return masks[field](text)


def _batches(ids: Iterator[UUID]) -> Iterator[list[UUID]]:
    batch: list[UUID] = []
    for one in ids:
        batch.append(one)
        if len(batch) == _AT_ONCE:
            yield batch
            batch = []
    if batch:
        yield batch
