"""Identities, kept by the real action."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from huying.callers.actions.record_caller import record_caller
from huying.callers.actions.record_callers import IdentityRef
from huying.domain.actors import Actor


def create_identity(*, actor: Actor, at: datetime, **changes: Any) -> IdentityRef:
    """Record 王小明 of 13800000000, with some answers changed by name."""
    given: dict[str, Any] = {
        "phone": "13800000000",
        "name": "王小明",
        "id_number": "46010019900101123x",
        "home_address": "和平大道12号3栋1501室",
        "wants_secrecy": False,
    }
    return record_caller(**given | changes, actor=actor, at=at)
