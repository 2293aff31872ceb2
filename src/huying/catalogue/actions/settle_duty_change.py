"""Decide on a proposal to change the duty list."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from huying.catalogue.actions.propose_duty_change import ChangeIncomplete
from huying.catalogue.choices import ChangeState
from huying.catalogue.models import DutyChange
from huying.catalogue.queries.changes import ChangeNotFound, may_decide
from huying.domain.actors import Actor
from huying.domain.errors import Conflict, NotAllowed


class ChangeSettled(Conflict):
    """Somebody decided meanwhile, or it was taken back."""

    code = "duty_change_settled"
    sentence = "这条建议刚才已有结果，请刷新后查看。"


class OwnProposal(NotAllowed):
    """Who proposed does not decide. 约定: two persons (管、办分开)."""

    code = "duty_change_own"
    sentence = "自己提出的建议须由别人审核。"


class AcceptedTwice(Conflict):
    """Another proposal for the line waits to be published."""

    code = "duty_change_accepted_before"
    sentence = "同一事项和地点已有一条采纳后待发布的建议，请先发布那一条，或将它作罢。"


@transaction.atomic(savepoint=False)
def settle_duty_change(*, change_id: int, accepted: bool, note: str, actor: Actor, at: datetime) -> None:
    """Accept the proposal, so that it goes into the next version, or refuse it with a reason.

    Raises ``NotAllowed``, ``ChangeNotFound``, ``OwnProposal``, ``ChangeSettled``, ``AcceptedTwice``,
    ``ChangeIncomplete``.
    """
    if not may_decide(actor=actor):
        raise NotAllowed
    change = DutyChange.objects.select_for_update().filter(pk=change_id, centre_id=actor.centre_id).first()
    if change is None:
        raise ChangeNotFound
    if change.proposed_by_id == actor.person_id:
        raise OwnProposal
    if change.state != ChangeState.WAITING:
        raise ChangeSettled
    if not accepted and not note.strip():
        raise ChangeIncomplete(fields={"note": "不采纳的，请写明理由，提出人会看到。"})
    key: dict[str, Any] = {"matter_code": change.matter_code, "region_id": change.region_id}
    if accepted and DutyChange.objects.filter(**key, centre_id=actor.centre_id, state=ChangeState.ACCEPTED).exists():
        raise AcceptedTwice
    change.state = ChangeState.ACCEPTED if accepted else ChangeState.REFUSED
    change.settled_by_id = actor.person_id
    change.settled_at = at
    change.settled_note = note.strip()
    change.save(update_fields=["state", "settled_by", "settled_at", "settled_note"])
