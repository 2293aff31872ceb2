"""Let go of notices and messages of long ago."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef

from huying.notices.models import Message, Notice, Recipient

# 约定: half a year of notices, a year of messages, so that a complaint about one can be settled.
NOTICES_KEPT, MESSAGES_KEPT = timedelta(days=180), timedelta(days=365)
_AT_ONCE = 10_000


@transaction.atomic(savepoint=False)
def sweep_notices(*, at: datetime) -> int:
    """Delete what is over its time, ten thousand of each at once; return how many rows went.

    A telephone goes with its last message, unless it stopped messages: that is kept, so that it stays stopped.
    """
    old = Notice.objects.filter(created_at__lt=at - NOTICES_KEPT).order_by("created_at").values("pk")
    notices, _ = Notice.objects.filter(pk__in=old[:_AT_ONCE]).delete()
    over = Message.objects.filter(ended_at__lt=at - MESSAGES_KEPT).order_by("ended_at").values("pk")
    messages, _ = Message.objects.filter(pk__in=over[:_AT_ONCE]).delete()
    written = Message.objects.filter(recipient=OuterRef("pk"))
    lonely = Recipient.objects.filter(~Exists(written), stopped_at=None, created_at__lt=at - MESSAGES_KEPT)
    telephones, _ = lonely.delete()
    return notices + messages + telephones
