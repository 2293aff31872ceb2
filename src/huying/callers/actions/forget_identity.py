"""Take away who called, once the time of keeping is over."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from huying.callers.models import Caller, Identity


@transaction.atomic(savepoint=False)
def forget_identity(*, identity_id: UUID, caller_id: UUID | None) -> None:
    """Empty the identity of one order; the line ``caller_id`` goes too, if no other order came from it.

    Nothing of what was sealed is left; the row stays, as the record of who opened it points to it. The action that
    takes away the order's own data calls this and has checked that the time is over.
    """
    Identity.objects.filter(pk=identity_id).update(
        caller=None,
        name_sealed=None,
        id_number_sealed=None,
        home_address_sealed=None,
        extension_sealed=None,
        is_anonymous=True,
    )
    if caller_id and not Identity.objects.filter(caller_id=caller_id).exists():
        Caller.objects.filter(pk=caller_id).delete()
