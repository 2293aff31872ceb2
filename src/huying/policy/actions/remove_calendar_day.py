"""Leave a day to the national calendar again."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from huying.domain.actors import Actor, Role
from huying.domain.errors import Invalid, NotAllowed, NotFound
from huying.domain.workdays import day_in_shanghai
from huying.policy.models import CalendarDay


class DayNotSet(NotFound):
    """The centre has no word of its own on this day."""

    code = "day_not_set"
    sentence = "这一天没有单独设置，请刷新后重试。"


class DayIsOver(Invalid):
    """A day that is over stays as it was reckoned with."""

    code = "day_is_over"
    sentence = "已经过去的日期不能撤销。"


@transaction.atomic(savepoint=False)
def remove_calendar_day(*, day: date, actor: Actor, at: datetime) -> None:
    """Delete the centre's own word on a day to come.

    Due times already reckoned stay (约定). Raises ``NotAllowed``, ``DayIsOver``, ``DayNotSet``.
    """
    if actor.role not in {Role.SYSTEM_ADMIN, Role.POLICY}:
        raise NotAllowed
    if day <= day_in_shanghai(at=at):
        raise DayIsOver
    deleted, _ = CalendarDay.objects.filter(centre_id=actor.centre_id, day=day).delete()
    if not deleted:
        raise DayNotSet
