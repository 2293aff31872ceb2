"""Review a hung matter: what was done, and what the caller says (挂账复查)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from huying.domain.actors import Actor
from huying.domain.errors import Conflict, Invalid
from huying.domain.policies import Stage
from huying.handling.choices import HungProgress
from huying.handling.models import HangingReview
from huying.handling.queries.hangings import fresh_contact, open_hanging, review_due
from huying.workorders.actions.move import move
from huying.workorders.choices import TextKind


class HungReviewEmpty(Invalid):
    """A review without a word about what was done."""

    code = "hung_review_empty"
    sentence = "请写明上次复查以来做了什么、还差什么、下一步安排。"


class CallerNotContacted(Conflict):
    """A review without speaking with the caller again."""

    code = "caller_not_contacted"
    sentence = "上次复查以来还没有联系诉求人的记录，请先登记「先行联系」，再提交复查。"


@transaction.atomic(savepoint=False)
def review_hung(*, order_id: int, progress: HungProgress, words: str, seen: int, actor: Actor, at: datetime) -> None:
    """Write the review and start the limit of the next one.

    约定 (domain.md section 10): every 30 days by the policy, and the caller is contacted again each time.

    Raises:
        HungReviewEmpty, CallerNotContacted, or what ``move`` raises.

    """
    if not words.strip():
        raise HungReviewEmpty(fields={"words": HungReviewEmpty.sentence})
    order = move(
        order_id=order_id,
        action="review_hung",
        actor=actor,
        at=at,
        seen=seen,
        data={"progress": progress},
        texts={TextKind.HANGING: words},
        clocks=[(Stage.HANGING, actor.unit_id)],
    )
    hanging = open_hanging(order=order)
    contact = fresh_contact(hanging=hanging)
    if contact is None:
        raise CallerNotContacted
    HangingReview.objects.create(  # type: ignore[misc]  # only people do this
        hanging=hanging,
        contact=contact,
        progress=progress,
        event=order.events,
        at=at,
        due_at=hanging.next_review_at,
        person_id=actor.person_id,
    )
    hanging.next_review_at = review_due(order=order)
    hanging.save(update_fields=["next_review_at"])
