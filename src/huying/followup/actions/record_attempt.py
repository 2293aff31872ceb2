"""Record a follow-up call that nobody answered (未接通)."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from huying.domain.actors import Actor
from huying.domain.errors import Conflict
from huying.domain.states import State
from huying.followup.choices import TaskState
from huying.followup.models import Attempt, Task
from huying.foundation.clock import SHANGHAI
from huying.policy.queries import policy_of
from huying.workorders.actions.move import move
from huying.workorders.choices import TextKind
from huying.workorders.queries.dossier import dossier_for


class CalledTooSoon(Conflict):
    """A second unanswered call right after the first. 约定: apart by the policy's ``followup_retry_hours``."""

    code = "called_too_soon"


@transaction.atomic(savepoint=False)
def record_attempt(*, order_id: int, note: str = "", seen: int, actor: Actor, at: datetime) -> None:
    """Write the call and when to try again; after the last try the order closes as 无法回访.

    依据: 未接通1 → 未接通2, then decided (domain.md 9.1, practice); how often and how far apart: policy.
    Such an order has no verdict, so it is no effective follow-up (有效回访).

    Raises:
        CalledTooSoon, or what ``move`` raises.

    """
    order = dossier_for(order_id=order_id, actor=actor).order
    policy = policy_of(version_id=order.policy_version_id)
    before = Task.objects.filter(order=order, state=TaskState.OPEN).first()
    number = before.attempts + 1 if before else 1
    is_last = number >= policy.followup_attempts
    order = move(
        order_id=order_id,
        action="record_attempt",
        actor=actor,
        at=at,
        seen=seen,
        to=State.CLOSED if is_last else State.AWAITING_FOLLOWUP,
        data={"attempt": number, "outcome": TaskState.UNREACHABLE if is_last else TaskState.OPEN},
        texts={TextKind.ATTEMPT: note},
    )
    task = Task.objects.get(order=order, state=TaskState.OPEN)
    if at < task.next_try_at:
        raise CalledTooSoon(
            f"距上次未接通的时间太短，请在 {task.next_try_at.astimezone(SHANGHAI):%m-%d %H:%M} 之后再拨。"
        )
    Attempt.objects.create(  # type: ignore[misc]  # only people do this
        task=task, number=number, event=order.events, at=at, person_id=actor.person_id, reached=False
    )
    task.attempts = number
    if is_last:
        task.state, task.ended_at = TaskState.UNREACHABLE, at
    else:
        task.next_try_at = at + timedelta(hours=policy.followup_retry_hours)
    task.save()
