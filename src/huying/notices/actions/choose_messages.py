"""Stop the messages to a telephone, or let them begin again."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from huying.domain.actors import Actor, Role
from huying.domain.errors import NotAllowed
from huying.notices.queries.recipients import LinkUnknown, recipient_of


@transaction.atomic(savepoint=False)
def choose_messages(*, code: str, is_wanted: bool, actor: Actor, at: datetime) -> None:
    """Let whoever holds the code of a telephone's link decide; the same choice twice changes nothing.

    Raises ``NotAllowed``, ``LinkUnknown``.
    """
    if actor.role is not Role.CITIZEN:
        raise NotAllowed
    row = recipient_of(text=code)
    if row is None or row.centre_id != actor.centre_id:
        raise LinkUnknown
    if is_wanted == (row.stopped_at is None):
        return
    row.stopped_at = None if is_wanted else at
    row.save(update_fields=["stopped_at"])
