"""Add a place to a centre."""

from __future__ import annotations

from django.db import transaction

from huying.domain.actors import Actor, Role
from huying.domain.errors import Conflict, Invalid, NotAllowed
from huying.organisation.choices import LEVEL_ORDER, Level
from huying.organisation.models import Region


class RegionCodeTaken(Conflict):
    """A code names one place of a centre."""

    code = "region_code_taken"
    sentence = "已有使用这个编码的地点，请换一个编码。"


class RegionInvalid(Invalid):
    """The place above is missing, of another centre, or not larger."""

    code = "region_invalid"
    sentence = "上级地点有误，请选择本中心内更大一级的地点。"


@transaction.atomic(savepoint=False)
def create_region(*, code: str, name: str, level: Level, actor: Actor, parent_id: int | None = None) -> Region:
    """Write a place below ``parent_id`` and return it.

    Raises ``NotAllowed``, ``RegionCodeTaken``, ``RegionInvalid``.
    """
    if actor.role not in {Role.SYSTEM_ADMIN, Role.POLICY}:
        raise NotAllowed
    if Region.objects.filter(centre_id=actor.centre_id, code=code).exists():
        raise RegionCodeTaken
    if parent_id is not None:
        above = Region.objects.filter(pk=parent_id, centre_id=actor.centre_id).first()
        if above is None or LEVEL_ORDER[above.level] >= LEVEL_ORDER[level]:
            raise RegionInvalid
    return Region.objects.create(centre_id=actor.centre_id, code=code, name=name, level=level, parent_id=parent_id)
