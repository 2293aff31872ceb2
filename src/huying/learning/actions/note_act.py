"""Append what happened to a model."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from huying.domain.actors import Actor
from huying.learning.choices import ModelAct
from huying.learning.models import ModelEvent


@transaction.atomic(savepoint=False)
def note_act(*, model_id: int, act: ModelAct, actor: Actor, at: datetime) -> None:
    """Write one line, by whom and as what."""
    ModelEvent.objects.create(
        model_id=model_id,
        act=act,
        role=actor.role.value,
        person_id=actor.person_id,
        unit_id=actor.unit_id,
        policy=actor.policy,
        at=at,
    )
