"""Judge a colleague's reply before the caller gets it (审核答复)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import F

from huying.domain.actors import Actor
from huying.domain.errors import Invalid
from huying.domain.states import State
from huying.handling.choices import HangingState
from huying.handling.models import Hanging
from huying.workorders.actions.move import move
from huying.workorders.choices import TextKind
from huying.workorders.models import Reply


class OpinionMissing(Invalid):
    """Sending a reply back without saying why."""

    code = "opinion_missing"
    sentence = "退回修改的，请写明哪里需要修改。"


@transaction.atomic(savepoint=False)
def review_reply(*, order_id: int, passed: bool, opinion: str = "", seen: int, actor: Actor, at: datetime) -> None:
    """Let the reply out, which ends the handling limit, or send it back to be handled further.

    依据: 济南市12345市民服务热线条例 art 27: every reply is audited; by another person: 约定.

    Raises:
        OpinionMissing, or what ``move`` raises.

    """
    if not passed and not opinion.strip():
        raise OpinionMissing(fields={"opinion": OpinionMissing.sentence})
    order = move(
        order_id=order_id,
        action="review_reply",
        actor=actor,
        at=at,
        seen=seen,
        to=State.REPLIED if passed else State.HANDLING,
        data={"passed": passed},
        texts={TextKind.REVIEW: opinion},
    )
    if order.open_roads and order.state == State.REPLIED:  # nothing to review until the caller was asked
        Hanging.objects.filter(order=order, state=HangingState.HUNG).update(next_review_at=F("ends_at"))
    reply = Reply.objects.filter(order=order).order_by("event").last()
    if reply is None:
        raise AssertionError(f"order {order.pk} awaited review without a reply")
    reply.reviewed_by_id, reply.reviewed_at, reply.passed = actor.person_id, at, passed
    reply.save(update_fields=["reviewed_by", "reviewed_at", "passed"])
