"""Write the next orders of a load."""

from __future__ import annotations

from django.db import transaction

from huying.demo.actions.live_order import live_order
from huying.demo.models import Load
from huying.demo.queries.calls import calls_between
from huying.demo.queries.cast import Cast


@transaction.atomic(savepoint=False)
def load_batch(*, load_id: int, cast: Cast, size: int, most: int) -> int:
    """Write up to ``size`` orders and how far the load is, all or nothing; return how far, ``most`` at most.

    The load's row is locked, so that two loads of one seed take turns and write no order twice.
    """
    load = Load.objects.select_for_update().get(pk=load_id)
    end = min(load.done + size, load.wanted, most)
    for call in calls_between(seed=load.seed, first=load.done, end=end, until=load.until):
        live_order(call=call, cast=cast, seed=load.seed, until=load.until)
    if end > load.done:
        load.done = end
        load.save(update_fields=["done"])
    return load.done
