"""Open a notice: whoever opens it has seen to it for the whole desk."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from huying.domain.actors import Actor
from huying.notices.queries.inbox import NoticeNotFound, notices_open_to


@transaction.atomic(savepoint=False)
def open_notice(*, notice_id: int, actor: Actor, at: datetime) -> str:
    """Mark the notice as read, by the one who opened it first, and return its order's number.

    Raises ``NoticeNotFound`` for what is not of the actor's inbox.
    """
    notice = notices_open_to(actor=actor).select_related("order").filter(pk=notice_id).first()
    if notice is None:
        raise NoticeNotFound
    type(notice).objects.filter(pk=notice.pk, read_at=None).update(read_at=at, read_by_id=actor.person_id)
    return notice.order.number
