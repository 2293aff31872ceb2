"""Say who took over from a unit that is switched off (承接单位)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from huying.domain.actors import Actor, Role
from huying.domain.errors import Conflict, NotAllowed
from huying.organisation.queries.successors import locked_with_successor
from huying.records.actions.record_access import record_access
from huying.records.choices import AccessKind


class UnitStillActive(Conflict):
    """A unit in use answers for itself."""

    code = "unit_still_active"
    sentence = "单位还在使用，没有承接单位；请先停用，停用时可以填写承接单位。"


@transaction.atomic(savepoint=False)
def name_successor(*, unit_id: int, successor_id: int | None, actor: Actor, at: datetime) -> None:
    """Name the active unit that took over from one switched off, another one, or nobody (``None``).

    依据: 行政诉讼法 art 26 (被撤销或者职权变更的，由继续行使其职权的机关作被告); that past orders and rulings then
    speak for it is 约定. Raises ``NotAllowed``, ``UnitNotFound``, ``UnitStillActive``, ``SuccessorInvalid``.
    """
    if actor.role not in {Role.SYSTEM_ADMIN, Role.POLICY}:
        raise NotAllowed
    unit, successor = locked_with_successor(unit_id=unit_id, successor_id=successor_id, actor=actor)
    if unit.is_active:
        raise UnitStillActive
    if unit.successor_id == successor_id:
        return
    unit.successor = successor
    unit.save(update_fields=["successor"])
    subject = f"单位 {unit.code}：{f'改由 {successor.code} 承接' if successor else '改为没有承接单位'}"
    record_access(kind=AccessKind.UNIT_CHANGE, subject=subject, actor=actor, at=at)
