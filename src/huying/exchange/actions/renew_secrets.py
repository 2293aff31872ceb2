"""Seal the secrets of subscriptions anew, under the key that is current."""

from __future__ import annotations

from django.db import transaction

from huying.exchange.models import Subscription
from huying.exchange.queries.subscriptions import secret_context
from huying.foundation.sealing import current_header, open_sealed, seal


@transaction.atomic(savepoint=False)
def renew_secrets() -> int:
    """Seal anew what stands under another key or suite; return how many. There are some dozens at the most."""
    changed = 0
    for row in Subscription.objects.select_for_update().order_by("pk"):
        if not bytes(row.secret_sealed).startswith(current_header()):
            context = secret_context(row.pk)
            row.secret_sealed = seal(open_sealed(bytes(row.secret_sealed), context=context), context=context)
            row.save(update_fields=["secret_sealed"])
            changed += 1
    return changed
