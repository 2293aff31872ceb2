"""Record how the sending of a message went."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from huying.domain.messages import pause_after
from huying.notices.choices import MessageState
from huying.notices.models import Message


@transaction.atomic(savepoint=False)
def record_message(
    *, message_id: int, tries: int, provider_no: str, fault: str, is_final: bool, at: datetime
) -> datetime | None:
    """Close a message that went out (``fault`` empty); return when to try one that did not again, ``None`` for never.

    ``tries`` is the claim that is spoken of: where another worker has taken the message over meanwhile, only a
    success counts, since what went out went out.
    """
    row = Message.objects.select_for_update(no_key=True).get(pk=message_id)
    if row.ended_at is not None or (fault and row.tries != tries):
        return None
    row.last_fault = fault[:120]
    if not fault:
        row.state, row.provider_no, row.ended_at = MessageState.SENT, provider_no, at
        row.save()
        return None
    pause = None if is_final else pause_after(row.tries)
    if not is_final:
        row.faulted_at = at
    if pause:
        row.state, row.due_at = MessageState.WAITING, at + pause
    else:
        row.state, row.ended_at = MessageState.FAILED, at
    row.save()
    return row.due_at if pause else None
