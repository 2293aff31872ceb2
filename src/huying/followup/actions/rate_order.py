"""Take the citizen's own rating of the handling (诉求人评价)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from huying.domain.actors import Actor
from huying.domain.errors import Invalid
from huying.domain.lifecycle import after_verdict
from huying.followup.choices import UNHAPPY, Satisfaction, Solved, TaskState
from huying.followup.models import Task, Verdict
from huying.workorders.actions.move import move
from huying.workorders.choices import TextKind
from huying.workorders.queries.dossier import dossier_for


class RatingUnexplained(Invalid):
    """约定: whoever has to do it again must know what was wrong."""

    code = "rating_unexplained"
    sentence = "没有解决或不满意的，请写几句话说明情况，方便重新办理。"


@transaction.atomic(savepoint=False)
def rate_order(
    *,
    order_id: int,
    contacted: bool,
    solved: Solved,
    satisfied: Satisfaction,
    words: str = "",
    seen: int,
    actor: Actor,
    at: datetime,
) -> None:
    """Write the answers and the words as the round's verdict, by nobody of the hotline; close or rework.

    依据: 国办发〔2020〕53号 (评价 as a stage), 好差评 (domain.md 9.1). 约定: it stands for the follow-up call, and
    what is unsolved is reworked as after one. The entrance has seen that the citizen is the order's own.

    Raises:
        RatingUnexplained, or what ``move`` raises.

    """
    if not words.strip() and (solved == Solved.UNSOLVED or satisfied in UNHAPPY):
        raise RatingUnexplained(fields={"words": RatingUnexplained.sentence})
    facts = dossier_for(order_id=order_id, actor=actor).facts
    order = move(
        order_id=order_id,
        action="rate_order",
        actor=actor,
        at=at,
        seen=seen,
        to=after_verdict(facts, is_solved=solved != Solved.UNSOLVED),
        data={"contacted": contacted, "solved": solved, "satisfied": satisfied},
        texts={TextKind.WORDS: words.strip()},
    )
    task, _ = Task.objects.get_or_create(
        order=order,
        round=facts.round,
        defaults={"centre_id": order.centre_id, "opened_at": at, "due_at": at, "next_try_at": at},
    )
    Verdict.objects.create(
        task=task, contacted=contacted, solved=solved, satisfied=satisfied, event=order.events, at=at
    )
    task.state, task.ended_at = TaskState.DONE, at
    task.save()
