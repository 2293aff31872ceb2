"""Give a further order of the same caller an identity of its own."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID, uuid4

from django.db import transaction

from huying.callers.actions.renew_seals import COLUMNS
from huying.callers.models import Identity
from huying.callers.queries import seal_context
from huying.domain.actors import Actor
from huying.foundation.sealing import open_sealed, seal


@transaction.atomic(savepoint=False)
def copy_identity(*, identity_id: UUID, actor: Actor, at: datetime) -> UUID:
    """Write the same identity of the actor's centre once more, sealed for its own row; return the new id.

    Nobody sees it: what is opened is sealed again at once. Each order erases its own.
    Raises ``SealUnreadable`` where a key is missing, ``SealBroken``.
    """
    old = Identity.objects.get(pk=identity_id, centre_id=actor.centre_id)
    new = Identity(
        id=uuid4(),
        centre_id=old.centre_id,
        caller_id=old.caller_id,
        wants_secrecy=old.wants_secrecy,
        is_anonymous=old.is_anonymous,
        created_at=at,
    )
    for column, name in COLUMNS["identity"].items():
        sealed: bytes | None = getattr(old, column)
        if sealed is not None:
            plain = open_sealed(sealed, context=seal_context(name, old.pk))
            setattr(new, column, seal(plain, context=seal_context(name, new.pk)))
    new.save(force_insert=True)
    return new.pk
