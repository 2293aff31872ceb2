"""Say how long a class of a centre's data is kept, and switch its removal on or off."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from huying.domain.actors import Actor, Role
from huying.domain.errors import Invalid, NotAllowed
from huying.domain.retention import FEWEST_MONTHS, RetentionClass
from huying.records.models import RetentionRule

_LONGEST_REASON, _MOST_MONTHS = 400, 1200


class RetentionInvalid(Invalid):
    """Too short or too long a period, or no reason."""

    code = "retention_invalid"
    sentence = f"请写明理由（四百字以内），保存期在 {FEWEST_MONTHS} 个月到一百年之间。"


@transaction.atomic(savepoint=False)
def set_retention(*, kind: RetentionClass, months: int, is_on: bool, reason: str, actor: Actor, at: datetime) -> None:
    """Write the rule that holds from ``at`` on in the actor's centre.

    约定: set at the machine by whoever runs it (``huying retention set``); every rule stays on record.

    Raises:
        NotAllowed, RetentionInvalid.

    """
    if actor.role is not Role.POLICY:
        raise NotAllowed
    if not reason.strip() or len(reason) > _LONGEST_REASON or not FEWEST_MONTHS <= months <= _MOST_MONTHS:
        raise RetentionInvalid
    RetentionRule(
        centre_id=actor.centre_id, kind=kind.value, months=months, is_on=is_on, reason=reason.strip(), set_at=at
    ).save(force_insert=True)
