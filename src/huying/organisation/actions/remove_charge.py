"""Take a line off the responsibility map."""

from __future__ import annotations

from django.db import transaction

from huying.domain.actors import Actor
from huying.domain.errors import NotFound
from huying.foundation import memory
from huying.organisation.models import Charge
from huying.organisation.queries.charges import kept_region


class ChargeNotFound(NotFound):
    """No such line in the actor's centre."""

    code = "charge_not_found"
    sentence = "没有找到这项包片责任，可能已经删除，请刷新后核对。"


@transaction.atomic(savepoint=False)
def remove_charge(*, charge_id: int, actor: Actor) -> None:
    """Delete the line with the name in it. Raises ``NotAllowed``, ``ChargeNotFound``."""
    line = Charge.objects.filter(pk=charge_id, region__centre_id=actor.centre_id).first()
    if line is None:
        raise ChargeNotFound
    kept_region(region_id=line.region_id, actor=actor)
    transaction.on_commit(memory.forget)
    line.delete()
