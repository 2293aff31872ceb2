"""Say that a step of a hung matter's plan is done (完成节点)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from huying.domain.actors import Actor
from huying.domain.errors import Invalid
from huying.foundation.pictures import Kept
from huying.handling.models import Milestone
from huying.handling.queries.hangings import open_hanging
from huying.workorders.actions.move import move
from huying.workorders.choices import AttachmentKind, TextKind


class MilestoneUnknown(Invalid):
    """A step that the plan does not hold, or that is done."""

    code = "milestone_unknown"
    sentence = "没有这个待完成的节点，请重新选择。"


class MilestoneUnproven(Invalid):
    """A step done without a word about it."""

    code = "milestone_unproven"
    sentence = "请写明这个节点的完成情况。"


@transaction.atomic(savepoint=False)
def reach_milestone(
    *, order_id: int, place: int, words: str, seen: int, actor: Actor, at: datetime, pictures: Sequence[Kept] = ()
) -> None:
    """Close the step number ``place`` of the plan.

    Raises:
        MilestoneUnknown, MilestoneUnproven, or what ``move`` raises.

    """
    if not words.strip():
        raise MilestoneUnproven(fields={"words": MilestoneUnproven.sentence})
    order = move(
        order_id=order_id,
        action="reach_milestone",
        actor=actor,
        at=at,
        seen=seen,
        data={"place": place},
        texts={TextKind.PROGRESS: words},
        pictures={AttachmentKind.PROOF: pictures},
    )
    waiting = Milestone.objects.filter(hanging=open_hanging(order=order), place=place, reached_at=None)
    if not waiting.update(reached_at=at, event=order.events):
        raise MilestoneUnknown(fields={"place": MilestoneUnknown.sentence})
