"""Say of a day whether it is worked, over the national calendar."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from huying.domain.actors import Actor, Role
from huying.domain.errors import Invalid, NotAllowed
from huying.domain.workdays import day_in_shanghai
from huying.policy.models import CalendarDay


class DayIsPast(Invalid):
    """What was reckoned with a day that is over would no longer be understood."""

    code = "day_is_past"
    sentence = "只能设置或撤销今天以后的日期，请重新选择。"


@transaction.atomic(savepoint=False)
def set_calendar_day(*, day: date, is_workday: bool, note: str, actor: Actor, at: datetime) -> None:
    """Write the centre's own word on a day to come; a second word replaces the first.

    Due times already reckoned stay (约定). Raises ``NotAllowed``, ``DayIsPast``.
    """
    if actor.role not in {Role.SYSTEM_ADMIN, Role.POLICY}:
        raise NotAllowed
    if day <= day_in_shanghai(at=at):
        raise DayIsPast(fields={"day": DayIsPast.sentence})
    CalendarDay.objects.update_or_create(
        centre_id=actor.centre_id, day=day, defaults={"is_workday": is_workday, "note": note}
    )
