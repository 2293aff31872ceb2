"""Let go of an accepted proposal that will not be published after all."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from huying.catalogue.actions.propose_duty_change import ChangeIncomplete
from huying.catalogue.actions.settle_duty_change import ChangeSettled
from huying.catalogue.choices import ChangeState
from huying.catalogue.models import DutyChange
from huying.catalogue.queries.changes import ChangeNotFound, may_decide
from huying.domain.actors import Actor
from huying.domain.errors import NotAllowed


@transaction.atomic(savepoint=False)
def drop_duty_change(*, change_id: int, note: str, actor: Actor, at: datetime) -> None:
    """Keep the proposal out of the versions to come, with the reason; that it was accepted stays written.

    Raises ``NotAllowed``, ``ChangeNotFound``, ``ChangeSettled``, ``ChangeIncomplete``.
    """
    if not may_decide(actor=actor):
        raise NotAllowed
    change = DutyChange.objects.select_for_update().filter(pk=change_id, centre_id=actor.centre_id).first()
    if change is None:
        raise ChangeNotFound
    if change.state != ChangeState.ACCEPTED:
        raise ChangeSettled
    if not note.strip():
        raise ChangeIncomplete(fields={"note": "请写明为什么作罢，提出人会看到。"})
    change.state = ChangeState.DROPPED
    change.closed_by_id = actor.person_id
    change.closed_at = at
    change.closed_note = note.strip()
    change.save(update_fields=["state", "closed_by", "closed_at", "closed_note"])
