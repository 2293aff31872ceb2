"""Record what the caller says of the handling (回访结果)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from huying.domain.actors import Actor
from huying.domain.errors import Invalid
from huying.domain.lifecycle import after_verdict
from huying.followup.choices import UNHAPPY, Satisfaction, Solved, TaskState
from huying.followup.models import Attempt, Task, Verdict
from huying.workorders.actions.move import move
from huying.workorders.choices import TextKind
from huying.workorders.queries.facts import facts_for


class VerdictUnexplained(Invalid):
    """约定: whoever has to do it again must know what was wrong."""

    code = "verdict_unexplained"
    sentence = "未解决或不满意的，请记录诉求人的原话，供重办和督办参考。"


@transaction.atomic(savepoint=False)
def record_verdict(
    *,
    order_id: int,
    contacted: bool,
    solved: Solved,
    satisfied: Satisfaction,
    attitude: Satisfaction | None = None,
    words: str = "",
    seen: int,
    actor: Actor,
    at: datetime,
) -> None:
    """Write the three answers and the caller's own words; close the order, or send it to be reworked.

    A rework starts clocks of its own; the first clock's result stays. Unsolved once more than policy
    reworks, the order closes as unsolved, for supervision to take up.

    Raises:
        VerdictUnexplained, or what ``move`` raises.

    """
    if not words.strip() and (solved == Solved.UNSOLVED or satisfied in UNHAPPY):
        raise VerdictUnexplained(fields={"words": VerdictUnexplained.sentence})
    facts = facts_for(order_id=order_id, actor=actor)
    order = move(
        order_id=order_id,
        action="record_verdict",
        actor=actor,
        at=at,
        seen=seen,
        to=after_verdict(facts, is_solved=solved != Solved.UNSOLVED),
        data={"contacted": contacted, "solved": solved, "satisfied": satisfied, "attitude": attitude},
        texts={TextKind.WORDS: words},
    )
    task = Task.objects.get(order=order, state=TaskState.OPEN)
    Attempt.objects.create(  # type: ignore[misc]  # only people do this
        task=task, number=task.attempts + 1, event=order.events, at=at, person_id=actor.person_id, reached=True
    )
    Verdict.objects.create(
        task=task,
        contacted=contacted,
        solved=solved,
        satisfied=satisfied,
        attitude=attitude or "",
        event=order.events,
        at=at,
        person_id=actor.person_id,
    )
    task.state, task.ended_at = TaskState.DONE, at
    task.save()
