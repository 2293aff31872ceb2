"""Write to the unit that handles the order (给承办单位留言)."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from huying.domain.actors import Actor
from huying.domain.errors import TooMany
from huying.domain.talking import message
from huying.intake.actions.count_try import count_try
from huying.intake.choices import TallyKind
from huying.workorders.actions.move import move
from huying.workorders.choices import TextKind


class WroteTooOften(TooMany):
    """More from one order's citizen in a day than the settings allow."""

    code = "wrote_too_often"
    sentence = "今天留言的次数太多，请明天再写，或拨打 12345。"


@transaction.atomic(savepoint=False)
def write_to_unit(*, order_id: int, words: str, seen: int | None, actor: Actor, at: datetime) -> None:
    """Write what the caller says to the unit; the hotline reads along. Neither state nor clocks change.

    Raises:
        MessageUnfit, WroteTooOften, or what ``move`` raises.

    """
    said = message(words, field="words")
    times = count_try(kind=TallyKind.WROTE_BY_ORDER, subject=str(order_id), span=timedelta(days=1), at=at)
    if times > settings.HUYING_CITIZEN_PER_ORDER:
        raise WroteTooOften
    move(
        order_id=order_id,
        action="write_to_unit",
        actor=actor,
        at=at,
        seen=seen,
        texts={TextKind.CALLER_SAYS: said},
    )
