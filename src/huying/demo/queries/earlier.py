"""What came before a call: the order that it asks about, the one that it brings up again, its burst's first."""

from __future__ import annotations

from django.db.models import QuerySet

from huying.callers.queries import callers_by_phone
from huying.demo.queries.calls import Call
from huying.domain.actors import Actor
from huying.workorders.models import Order

_RECENT_ORDERS = 3000


def earlier_number(*, call: Call, actor: Actor) -> str:
    """Return the number of the order that a call asks about or brings up again, empty where there is none."""
    earlier = Order.objects.filter(centre_id=actor.centre_id, registered_at__lt=call.at)
    if call.burst is not None:
        earlier = _of_burst(call).filter(registered_at__lt=call.at, repeats=None)
    else:
        earlier = earlier.filter(caller_id__in=callers_by_phone(phone=call.phone, actor=actor))
    if call.is_again:
        earlier = earlier.filter(title=call.title)
    found = earlier.order_by("pk").first()
    return found.number if found else ""


def first_of_burst(*, call: Call, order_id: int) -> Order | None:
    """Return the order that the burst's others are merged into, ``None`` where ``order_id`` is the first itself."""
    open_ones = _of_burst(call).filter(is_open=True, accountable_unit__isnull=False).exclude(pk=order_id)
    return open_ones.order_by("pk").first()


def _of_burst(call: Call) -> QuerySet[Order]:
    last = Order.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    return Order.objects.filter(pk__gt=last - _RECENT_ORDERS, title=call.title)
