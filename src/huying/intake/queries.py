"""Reads of the intake."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from huying.domain.actors import Actor
from huying.foundation.sealing import lookup_hash
from huying.intake.models import QueryCode


@dataclass(frozen=True, kw_only=True)
class CodedOrder:
    """What a query code leads to."""

    order_id: int
    identity_id: UUID | None


def hash_of_code(code: str) -> bytes:
    """Return the hash by which a query code in its one form is found."""
    return lookup_hash(code, context="intake.querycode.code")


def order_of_code(*, code: str, actor: Actor) -> CodedOrder | None:
    """Return the order of the actor's centre that has this code."""
    row = QueryCode.objects.filter(code_hash=hash_of_code(code), order__centre_id=actor.centre_id)
    found = row.values_list("order_id", "order__identity_id").first()
    return CodedOrder(order_id=found[0], identity_id=found[1]) if found else None
