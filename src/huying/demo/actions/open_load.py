"""Say how many orders of a seed are wanted."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from huying.demo.models import Load


@transaction.atomic(savepoint=False)
def open_load(*, centre_id: int, seed: int, wanted: int, at: datetime) -> Load:
    """Return the load of a seed, made if need be; one that exists may only grow, and keeps its ``until``."""
    load, _ = Load.objects.select_for_update().get_or_create(
        centre_id=centre_id, seed=seed, defaults={"until": at, "wanted": wanted}
    )
    if wanted > load.wanted:
        load.wanted = wanted
        load.save(update_fields=["wanted"])
    return load
