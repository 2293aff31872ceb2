"""Keep who called: the line it came from and what the caller said about themselves."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from huying.callers.actions.record_callers import CallerTold, IdentityRef, record_callers
from huying.domain.actors import Actor
from huying.domain.errors import Invalid


@transaction.atomic(savepoint=False)
def record_caller(
    *,
    phone: str | None,
    name: str | None,
    id_number: str | None,
    home_address: str | None,
    wants_secrecy: bool,
    actor: Actor,
    at: datetime,
) -> IdentityRef:
    """Keep the caller of one order as ``record_callers`` does; raises ``PhoneInvalid``, ``IdentityInvalid``."""
    told = CallerTold(
        phone=phone or "",
        name=name or "",
        id_number=id_number or "",
        home_address=home_address or "",
        wants_secrecy=wants_secrecy,
        at=at,
    )
    (kept,) = record_callers(told=[told], actor=actor)
    if isinstance(kept, Invalid):
        raise kept
    return kept
