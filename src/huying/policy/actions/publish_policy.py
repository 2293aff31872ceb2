"""Publish a new version of a centre's policy."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from huying.domain.actors import Actor, Role
from huying.domain.errors import Conflict, Invalid, NotAllowed
from huying.domain.policies import parse_policy, to_data
from huying.policy.models import PolicyVersion


class PolicyInThePast(Invalid):
    """A later version may not reach back: orders were decided meanwhile, and processes remember for a minute."""

    code = "policy_in_the_past"
    sentence = "新版本的生效时间至少要在一分钟之后，请选择更晚的时间。"


class PolicyNumberTaken(Conflict):
    """Somebody published meanwhile."""

    code = "policy_number_taken"
    sentence = "刚才已有人发布了新版本，请刷新后核对差异再发布。"


@transaction.atomic(savepoint=False)
def publish_policy(
    *, body: Mapping[str, Any], effective_from: datetime, note: str, after: int, actor: Actor, at: datetime
) -> PolicyVersion:
    """Publish ``body`` as the version after number ``after`` (0: the first).

    Raises:
        NotAllowed, PolicyInThePast, PolicyNumberTaken, or PolicyFaulty naming each fault.

    """
    if actor.role not in {Role.SYSTEM_ADMIN, Role.POLICY}:
        raise NotAllowed
    policy = parse_policy(body)
    last = PolicyVersion.objects.select_for_update().filter(centre_id=actor.centre_id).order_by("-number").first()
    if after != (last.number if last else 0):
        raise PolicyNumberTaken
    if last and effective_from < max(at, last.effective_from) + timedelta(minutes=1):
        raise PolicyInThePast
    return PolicyVersion.objects.create(
        centre_id=actor.centre_id,
        number=after + 1,
        effective_from=effective_from,
        body=to_data(policy),
        note=note,
        published_by_id=actor.person_id,
        published_at=at,
    )
