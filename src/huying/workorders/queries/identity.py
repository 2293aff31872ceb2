"""Whose order it is: the identity behind an order that the actor may see."""

from __future__ import annotations

from uuid import UUID

from huying.domain.actors import Actor
from huying.domain.errors import NotAllowed
from huying.domain.lifecycle import has_copy_only
from huying.workorders.queries.dossier import dossier_by_number


class CopyKeepsMasked(NotAllowed):
    """A unit that only reads asks who called. 约定: a copy, or being asked, leaves the caller masked."""

    code = "copy_keeps_masked"
    sentence = "抄送给本单位或请本单位会商的工单只供查看，不能打开诉求人信息。"


def identity_of(*, number: str, actor: Actor) -> UUID | None:
    """Return the identity's id, ``None`` where nobody left one; raises ``OrderNotFound``, ``CopyKeepsMasked``."""
    dossier = dossier_by_number(number=number, actor=actor)
    if has_copy_only(dossier.facts, actor):
        raise CopyKeepsMasked
    return dossier.order.identity_id
