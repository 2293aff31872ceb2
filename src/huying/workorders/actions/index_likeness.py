"""Let like ones be found among orders that were written without keys: older ones, and imported history."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import Max, Q

from huying.domain.actors import Actor, Role
from huying.domain.errors import NotAllowed
from huying.language.likeness import keys_of
from huying.policy.queries import policy_at
from huying.workorders.choices import TextKind
from huying.workorders.models import Order, Text

_AT_ONCE = 1000
_WRITE = "UPDATE workorders_searchrow SET likeness = %s WHERE order_id = %s AND likeness IS NULL"


@transaction.atomic(savepoint=False)
def index_likeness(*, after: int, actor: Actor, at: datetime) -> tuple[int | None, int]:
    """Write the keys of the next thousand orders with an id above ``after`` that are open or of the policy's days.

    Return the id to go on after, ``None`` at the end, and how many have keys now. Orders that have theirs stay as they
    are, so that it may be broken off and run again. The rows are locked, rising: nobody erases a text in between.

    Raises:
        NotAllowed.

    """
    if actor.role is not Role.POLICY:
        raise NotAllowed
    last = Order.objects.aggregate(last=Max("pk"))["last"] or 0
    until = after + _AT_ONCE
    orders = Order.objects.filter(pk__gt=after, pk__lte=until, centre_id=actor.centre_id)
    if not orders.exists():  # a centre without orders may have no policy yet
        return (until if until < last else None), 0
    since = at - timedelta(days=policy_at(centre_id=actor.centre_id, at=at).policy.repeat_days)
    recent = orders.filter(Q(is_open=True) | Q(registered_at__gte=since)).order_by("pk")
    places = dict(recent.select_for_update(no_key=True).values_list("pk", "place_text"))
    said = Text.objects.filter(order_id__in=places, kind=TextKind.ORIGINAL, event=1, erased_at=None)
    rows = [
        (keys_of(text=body, place=places[order_id], within=actor.centre_id) or None, order_id)
        for order_id, body in said.values_list("order_id", "body")
    ]
    with connection.cursor() as cursor:
        cursor.executemany(_WRITE, rows)
    return (until if until < last else None), len(rows)
