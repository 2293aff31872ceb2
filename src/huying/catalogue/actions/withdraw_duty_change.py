"""Take back a proposal to change the duty list that nobody has decided on."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from huying.catalogue.actions.settle_duty_change import ChangeSettled
from huying.catalogue.choices import ChangeState
from huying.catalogue.models import DutyChange
from huying.catalogue.queries.changes import PROPOSERS, ChangeNotFound
from huying.domain.actors import Actor
from huying.domain.errors import NotAllowed


@transaction.atomic(savepoint=False)
def withdraw_duty_change(*, change_id: int, actor: Actor, at: datetime) -> None:
    """Withdraw the proposal, as anybody of the unit that made it may.

    Raises ``NotAllowed``, ``ChangeNotFound``, ``ChangeSettled``.
    """
    change = DutyChange.objects.select_for_update().filter(pk=change_id, centre_id=actor.centre_id).first()
    if change is None:
        raise ChangeNotFound
    if actor.role not in PROPOSERS or change.proposed_unit_id != actor.unit_id:
        raise NotAllowed
    if change.state != ChangeState.WAITING:
        raise ChangeSettled
    change.state = ChangeState.WITHDRAWN
    change.settled_by_id = actor.person_id
    change.settled_at = at
    change.save(update_fields=["state", "settled_by", "settled_at"])
