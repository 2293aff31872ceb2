"""Take a shift off a unit's duty roster."""

from __future__ import annotations

from django.db import transaction

from huying.domain.actors import Actor
from huying.domain.errors import NotFound
from huying.organisation.models import Shift
from huying.organisation.queries.rosters import keeper_of


class ShiftNotFound(NotFound):
    """No such shift on this roster."""

    code = "shift_not_found"
    sentence = "没有找到这个班次，可能已经删除，请刷新后核对。"


@transaction.atomic(savepoint=False)
def remove_shift(*, unit_id: int, shift_id: int, actor: Actor) -> None:
    """Delete the shift with the name in it: a roster is no history. Raises ``NotAllowed``, ``ShiftNotFound``."""
    keeper_of(unit_id=unit_id, actor=actor)
    gone, _ = Shift.objects.filter(pk=shift_id, unit_id=unit_id).delete()
    if not gone:
        raise ShiftNotFound
