"""Whose order it is: the identity behind an order that the actor may see."""

from __future__ import annotations

from uuid import UUID

from huying.domain.actors import Actor
from huying.workorders.queries.dossier import dossier_by_number


def identity_of(*, number: str, actor: Actor) -> UUID | None:
    """Return the identity's id, ``None`` where nobody left one; raises ``OrderNotFound``."""
    return dossier_by_number(number=number, actor=actor).order.identity_id
