"""Write down that somebody looked at, or took out, what is not for everyone."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from huying.domain.actors import Actor
from huying.records.choices import AccessKind
from huying.records.models import AccessRecord


@transaction.atomic(savepoint=False)
def record_access(*, kind: AccessKind, subject: str, actor: Actor, at: datetime) -> None:
    """Append one line to the access log; ``subject`` is an order's number or an export's name, no more.

    依据: 网络安全法 art 21 (logs), 济南市12345市民服务热线条例 art 16 (secrecy); what is recorded is 约定.
    """
    AccessRecord(
        centre_id=actor.centre_id,
        kind=kind,
        subject=subject,
        person_id=actor.person_id,
        unit_id=actor.unit_id,
        role=actor.role,
        at=at,
    ).save(force_insert=True)
