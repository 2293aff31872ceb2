"""Open the next version of a list; the action that fills it calls this."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from huying.catalogue.choices import CatalogueKind
from huying.catalogue.models import CatalogueVersion
from huying.domain.actors import Actor, Role
from huying.domain.errors import Conflict, Invalid, NotAllowed


class CatalogueInThePast(Invalid):
    """A later version may not reach back behind the present or the version before it."""

    code = "catalogue_in_the_past"
    sentence = "新版本的生效时间不能早于现在，也不能早于上一版的生效时间，请选择更晚的时间。"


class CatalogueNumberTaken(Conflict):
    """Somebody published meanwhile."""

    code = "catalogue_number_taken"
    sentence = "刚才已有人发布了新版本，请刷新后核对差异再发布。"


@transaction.atomic(savepoint=False)
def open_version(
    *, kind: CatalogueKind, effective_from: datetime, note: str, after: int, actor: Actor, at: datetime
) -> CatalogueVersion:
    """Write the version after number ``after`` (0: the first), still without rows.

    Unlike a policy it may begin at once: an order keeps the version it was decided by, and a process that
    remembers the one before for a minute names that. Raises ``NotAllowed``, ``CatalogueInThePast``,
    ``CatalogueNumberTaken``.
    """
    if actor.role not in {Role.SYSTEM_ADMIN, Role.POLICY}:
        raise NotAllowed
    published = CatalogueVersion.objects.select_for_update().filter(centre_id=actor.centre_id, kind=kind)
    last = published.order_by("-number").first()
    if after != (last.number if last else 0):
        raise CatalogueNumberTaken
    if last and (effective_from < at or effective_from <= last.effective_from):
        raise CatalogueInThePast
    return CatalogueVersion.objects.create(
        centre_id=actor.centre_id,
        kind=kind,
        number=after + 1,
        effective_from=effective_from,
        note=note,
        published_by_id=actor.person_id,
        published_at=at,
    )
