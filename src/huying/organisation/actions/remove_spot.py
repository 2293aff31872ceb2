"""Take a spot away that is no more, or never was."""

from __future__ import annotations

from django.db import transaction

from huying.domain.actors import Actor, Role
from huying.domain.errors import NotAllowed
from huying.foundation import memory
from huying.organisation.models import Spot
from huying.organisation.queries.spots import SpotNotFound


@transaction.atomic(savepoint=False)
def remove_spot(*, spot_id: int, actor: Actor) -> None:
    """Delete the spot. Raises ``NotAllowed``, ``SpotNotFound``."""
    if actor.role not in {Role.SYSTEM_ADMIN, Role.POLICY}:
        raise NotAllowed
    gone, _ = Spot.objects.filter(pk=spot_id, region__centre_id=actor.centre_id).delete()
    if not gone:
        raise SpotNotFound
    transaction.on_commit(memory.forget)
