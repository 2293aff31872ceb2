"""Work out from recent orders from which threshold on the rule of automatic dispatch may be trusted."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from huying.dispatch.models import Guarantee
from huying.dispatch.queries.standing import goal_of, tried, window
from huying.domain.actors import Actor, Role
from huying.domain.errors import NotAllowed
from huying.domain.guarantees import threshold_for
from huying.policy.queries import policy_at

MAY = frozenset({Role.POLICY, Role.DISPATCHER})


@transaction.atomic(savepoint=False)
def record_guarantee(*, model_number: int, actor: Actor, at: datetime) -> None:
    """Write what the orders of the policy's days allow for this version of the model; every run is a row of its own.

    Raises:
        NotAllowed, NoPolicy.

    """
    if actor.role not in MAY:
        raise NotAllowed
    policy = policy_at(centre_id=actor.centre_id, at=at).policy
    goal, (since, until) = goal_of(policy), window(policy=policy, at=at)
    orders = tried(centre_id=actor.centre_id, model_number=model_number, since=since, until=until)
    found = threshold_for(tried=orders, goal=goal)
    Guarantee.objects.create(
        centre_id=actor.centre_id,
        at=at,
        days=policy.auto_dispatch_days,
        model_number=model_number,
        goal_error=goal.error,
        goal_confidence=goal.confidence,
        goal_least=goal.least,
        **vars(found),
    )
