"""Watch something no longer."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from huying.domain.actors import Actor, Role
from huying.domain.errors import NotAllowed, NotFound
from huying.foundation import clock, memory
from huying.workorders.models import Focus


class FocusNotFound(NotFound):
    """No such focus in the actor's centre, or it is over."""

    code = "focus_not_found"
    sentence = "没有找到这项重点关注，或它已经结束，请刷新后核对。"


@transaction.atomic(savepoint=False)
def end_focus(*, focus_id: int, actor: Actor, at: datetime) -> None:
    """Make yesterday its last day; one that has not begun, or began today, is taken away.

    Raises ``NotAllowed``, ``FocusNotFound``.
    """
    if actor.role is not Role.SUPERVISOR:
        raise NotAllowed("重点关注由督办员维护。")
    today = clock.day_of(at)
    focus = Focus.objects.filter(pk=focus_id, centre_id=actor.centre_id, last_day__gte=today).first()
    if focus is None:
        raise FocusNotFound
    transaction.on_commit(memory.forget)
    if focus.first_day >= today:
        focus.delete()
        return
    focus.last_day = today - timedelta(days=1)
    focus.save(update_fields=["last_day"])
