"""A unit and who takes over from it (承接单位), locked for an action."""

from __future__ import annotations

from django.db.models import Q

from huying.domain.actors import Actor
from huying.domain.errors import Invalid
from huying.organisation.models import Unit
from huying.organisation.queries.units import UnitNotFound


class SuccessorInvalid(Invalid):
    """The unit cannot take over from this one; ``fields`` says why."""

    code = "successor_invalid"
    sentence = "承接单位不能这样选，请按提示修改。"


def locked_with_successor(*, unit_id: int, successor_id: int | None, actor: Actor) -> tuple[Unit, Unit | None]:
    """Lock a unit of the actor's centre and the active one that shall take over, by ascending id.

    Raises ``UnitNotFound``; ``SuccessorInvalid`` for a successor that is another centre's or switched off, the unit
    itself or one below it.
    """
    asked = Q(pk=unit_id) | Q(pk=successor_id) if successor_id else Q(pk=unit_id)
    rows = Unit.objects.select_for_update().filter(asked, centre_id=actor.centre_id).order_by("pk")
    found = {unit.pk: unit for unit in rows}
    unit, successor = found.get(unit_id), found.get(successor_id or 0)
    if unit is None:
        raise UnitNotFound
    if successor_id is None:
        return unit, None
    if successor is None or not successor.is_active:
        raise SuccessorInvalid(fields={"successor": "没有这个承接单位，或它已停用，请另选一个使用中的单位。"})
    if successor.path.startswith(unit.path):
        raise SuccessorInvalid(fields={"successor": "承接单位不能是本单位自己或它的下级单位，请另选一个。"})
    return unit, successor
