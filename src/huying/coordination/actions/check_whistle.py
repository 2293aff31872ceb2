"""Record a mid-term check of a whistle (中期调度)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from huying.coordination.choices.whistle import CheckWay
from huying.coordination.models import Whistle, WhistleCheck
from huying.coordination.queries.open_whistles import open_whistle
from huying.domain.actors import Actor
from huying.domain.errors import Invalid
from huying.workorders.actions.move import move
from huying.workorders.choices import TextKind


class CheckEmpty(Invalid):
    """A check that says nothing."""

    code = "check_empty"
    sentence = "请写明调度的情况和下一步要求。"


@transaction.atomic(savepoint=False)
def check_whistle(
    *,
    order_id: int,
    way: CheckWay,
    note: str,
    whistle_id: int | None = None,
    seen: int,
    actor: Actor,
    at: datetime,
) -> None:
    """Write what a check found; the first one of a whistle meets its due time or misses it.

    Raises:
        CheckEmpty, WhistleNotFound, WhistleUnclear, or what ``move`` raises.

    """
    if not note.strip():
        raise CheckEmpty(fields={"note": CheckEmpty.sentence})
    whistle = open_whistle(order_id=order_id, whistle_id=whistle_id)
    order = move(
        order_id=order_id,
        action="check_whistle",
        actor=actor,
        at=at,
        seen=seen,
        data={"whistle": whistle.pk if whistle else None, "way": way},
        texts={TextKind.REASON: note.strip()},
    )
    WhistleCheck.objects.create(  # type: ignore[misc]  # only people do this, and the table saw one open
        whistle=whistle, event=order.events, at=at, unit_id=actor.unit_id, person_id=actor.person_id, way=way
    )
    Whistle.objects.filter(pk=whistle.pk if whistle else 0, checked_at=None).update(checked_at=at)
