"""Put notices into the inboxes of desks."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from huying.domain.notices import Desk, NoticeText
from huying.notices.models import Notice


@transaction.atomic(savepoint=False)
def put_notices(
    *, order_id: int, event: int, rule: str, text: NoticeText, desks: Iterable[tuple[int, Desk]], at: datetime
) -> None:
    """Write a notice for each (unit, desk) of what event number ``event`` brought; once, however often called."""
    Notice.objects.bulk_create(
        [
            Notice(order_id=order_id, event=event, rule=rule, text=text, unit_id=unit_id, desk=desk, created_at=at)
            for unit_id, desk in sorted(desks)
        ],
        ignore_conflicts=True,
    )
