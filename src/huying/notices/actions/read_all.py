"""Mark everything in an inbox as read."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from huying.domain.actors import Actor
from huying.notices.queries.inbox import notices_open_to


@transaction.atomic(savepoint=False)
def read_all(*, until: int, actor: Actor, at: datetime) -> int:
    """Mark the unread notices up to id ``until``, which the page showed, as read; return how many there were."""
    unread = notices_open_to(actor=actor).filter(read_at=None, pk__lte=until)
    return unread.update(read_at=at, read_by_id=actor.person_id)
