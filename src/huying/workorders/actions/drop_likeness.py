"""Forget the keys of orders that are looked for no longer."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from huying.domain.actors import Actor, Role
from huying.domain.errors import NotAllowed
from huying.policy.queries import policy_at
from huying.workorders.models import Order, SearchRow

_AT_ONCE = 5000


@transaction.atomic(savepoint=False)
def drop_likeness(*, after: int, actor: Actor, at: datetime) -> int | None:
    """Take the keys of ended orders from before the policy's ``repeat_days``, among the next five thousand with keys.

    Return the id to go on after, ``None`` at the end. An order that is open keeps its keys, however old it is.

    Raises:
        NotAllowed.

    """
    if actor.role is not Role.POLICY:
        raise NotAllowed
    kept = SearchRow.objects.filter(likeness__isnull=False, order_id__gt=after, order__centre_id=actor.centre_id)
    ids = list(kept.order_by("order_id").values_list("order_id", flat=True)[:_AT_ONCE])
    if not ids:
        return None
    since = at - timedelta(days=policy_at(centre_id=actor.centre_id, at=at).policy.repeat_days)
    over = Order.objects.filter(pk__in=ids, is_open=False, registered_at__lt=since).values_list("pk", flat=True)
    SearchRow.objects.filter(order_id__in=list(over)).update(likeness=None)
    return ids[-1] if len(ids) == _AT_ONCE else None
