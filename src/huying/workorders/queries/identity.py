"""Whose order it is: the identity behind an order that the actor may see."""

from __future__ import annotations

from uuid import UUID

from huying.domain.actors import Actor
from huying.domain.errors import NotAllowed
from huying.domain.privacy import keeps_masked
from huying.workorders.queries.dossier import dossier_by_number


class CopyKeepsMasked(NotAllowed):
    """A unit that only reads asks who called; see ``keeps_masked``."""

    code = "copy_keeps_masked"
    sentence = "抄送给本单位、请本单位会商的工单，以及吹哨不再要本单位到场的工单，只供查看，不能打开诉求人信息。"


def identity_of(*, number: str, actor: Actor) -> UUID | None:
    """Return the identity's id, ``None`` where nobody left one; raises ``OrderNotFound``, ``CopyKeepsMasked``."""
    dossier = dossier_by_number(number=number, actor=actor)
    if keeps_masked(dossier.facts, actor):
        raise CopyKeepsMasked
    return dossier.order.identity_id
