"""Write down that somebody asked a language model."""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256

from django.db import transaction

from huying.domain.actors import Actor
from huying.records.choices import ModelOutcome, ModelPurpose
from huying.records.models import ModelUse


@transaction.atomic(savepoint=False)
def record_model_use(
    *,
    purpose: ModelPurpose,
    subject: str,
    model: str,
    asked: str,
    told: str,
    outcome: ModelOutcome,
    milliseconds: int,
    actor: Actor,
    at: datetime,
) -> None:
    """Append one line: sizes and checksums of what was asked and told, never the words; ``subject`` an order's number.

    依据: 网络安全法 art 21 (logs); what is recorded is 约定.
    """
    ModelUse(
        centre_id=actor.centre_id,
        purpose=purpose,
        subject=subject,
        person_id=actor.person_id or 0,
        unit_id=actor.unit_id or 0,
        role=actor.role,
        at=at,
        model=model,
        outcome=outcome,
        asked_letters=len(asked),
        told_letters=len(told),
        milliseconds=milliseconds,
        asked_sha256=_checksum(asked),
        told_sha256=_checksum(told) if told else "",
    ).save(force_insert=True)


def _checksum(text: str) -> str:
    return sha256(text.encode("utf-8", "replace")).hexdigest()
