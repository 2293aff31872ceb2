"""Make a hotline centre."""

from __future__ import annotations

import re

from django.db import transaction

from huying.domain.actors import Actor, Role
from huying.domain.errors import Conflict, Invalid, NotAllowed
from huying.organisation.choices import CentreLevel
from huying.organisation.models import Centre


class CentreCodeTaken(Conflict):
    """Two centres with one code could not be told apart."""

    code = "centre_code_taken"
    sentence = "已有使用这个编码的中心，请换一个编码。"


class CentreInvalid(Invalid):
    """The code stands in commands and file names."""

    code = "centre_invalid"
    sentence = "中心的编码只能用小写字母、数字和连字符，最多 32 个。"


@transaction.atomic(savepoint=False)
def create_centre(
    *,
    code: str,
    name: str,
    level: CentreLevel,
    actor: Actor,
    parent_id: int | None = None,
    area_code: str = "",
    is_demo: bool = False,
) -> Centre:
    """Write a centre without units, policy or catalogue; return it.

    The actor is a named policy of set-up (``centre_id`` 0 where no centre exists yet): no person of one
    centre makes another. Raises ``NotAllowed``, ``CentreInvalid``, ``CentreCodeTaken``.
    """
    if actor.role is not Role.POLICY:
        raise NotAllowed
    if not re.fullmatch(r"[a-z0-9][a-z0-9-]{0,31}", code):
        raise CentreInvalid
    if Centre.objects.filter(code=code).exists():
        raise CentreCodeTaken
    return Centre.objects.create(
        code=code, name=name, level=level, parent_id=parent_id, area_code=area_code, is_demo=is_demo
    )
