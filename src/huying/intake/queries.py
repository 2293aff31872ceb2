"""Reads of the intake."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from huying.domain.actors import Actor
from huying.foundation.sealing import lookup_hash, lookup_hashes
from huying.intake.models import QueryCode

_CODE = "intake.querycode.code"


@dataclass(frozen=True, kw_only=True)
class CodedOrder:
    """What a query code leads to."""

    order_id: int
    identity_id: UUID | None


def hash_of_code(code: str) -> bytes:
    """Return the hash by which a query code in its one form is found."""
    return lookup_hash(code, context=_CODE)


def hashes_of_code(code: str) -> list[bytes]:
    """Return every hash that a query code may be kept under: codes outlive the key they were given under."""
    return lookup_hashes(code, context=_CODE)


def order_of_code(*, code: str, actor: Actor) -> CodedOrder | None:
    """Return the order of the actor's centre that has this code."""
    row = QueryCode.objects.filter(code_hash__in=hashes_of_code(code), order__centre_id=actor.centre_id)
    found = row.values_list("order_id", "order__identity_id").first()
    return CodedOrder(order_id=found[0], identity_id=found[1]) if found else None
