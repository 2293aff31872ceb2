"""Say of a lead whether the reply is at fault (核实答复线索)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from huying.domain.actors import Actor
from huying.domain.errors import Conflict, NotAllowed, NotFound
from huying.supervision.choices import LeadState
from huying.supervision.models import ReplyLead
from huying.supervision.queries.leads import LEAD_SETTLERS, known_leads


class LeadNotFound(NotFound):
    """No such lead, or it is not the actor's to know of."""

    code = "lead_not_found"
    sentence = "没有找到这条答复线索，请从「答复线索」重新进入。"


class LeadSettled(Conflict):
    """Somebody settled the lead, or settled it anew, meanwhile."""

    code = "lead_settled"
    sentence = "这条线索刚才已有别人核实，请刷新页面，核对后再操作。"


@transaction.atomic(savepoint=False)
def settle_reply_lead(*, lead_id: int, found: LeadState, seen: LeadState, actor: Actor, at: datetime) -> None:
    """Write what a person found; it may be changed later, and the last word stands.

    ``found``: confirmed or dismissed, or open again. ``seen``: how it stood on the page. It moves no order and costs
    nobody a point. Raises ``NotAllowed``, ``LeadNotFound``, ``LeadSettled``.
    """
    if actor.role not in LEAD_SETTLERS:
        raise NotAllowed
    lead = known_leads(actor=actor).select_for_update(of=("self",)).filter(pk=lead_id).first()
    if lead is None:
        raise LeadNotFound
    if lead.state != seen:
        raise LeadSettled
    is_open = found is LeadState.OPEN
    ReplyLead.objects.filter(pk=lead.pk).update(
        state=found, settled_by_id=None if is_open else actor.person_id, settled_at=None if is_open else at
    )
