"""Open a centre: its rules, its matter tree and its hotline unit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from huying.catalogue.actions.publish_matters import publish_matters
from huying.domain.actors import Actor, policy_actor
from huying.domain.catalogue_drafts import MatterDraft
from huying.organisation.actions.create_centre import create_centre
from huying.organisation.actions.create_unit import create_unit
from huying.organisation.choices import CentreLevel, Level, UnitKind
from huying.policy.actions.publish_policy import publish_policy


@transaction.atomic(savepoint=False)
def open_centre(
    *,
    code: str,
    name: str,
    level: CentreLevel,
    area_code: str,
    policy: Mapping[str, Any],
    matters: Sequence[MatterDraft],
    at: datetime,
) -> tuple[Actor, int]:
    """Make a centre that can register orders; return its set-up actor and the id of its hotline unit.

    Raises ``CentreCodeTaken``, ``PolicyFaulty`` or ``CatalogueFaulty``.
    """
    setup = policy_actor(centre_id=0, name="setup")
    made = create_centre(code=code, name=name, level=level, actor=setup, area_code=area_code)
    actor = policy_actor(centre_id=made.pk, name="setup")
    publish_policy(body=policy, effective_from=at, note="随产品提供的口径", after=0, actor=actor, at=at)
    note = "起始口径：DB44/T 2479—2024 附录 A"
    publish_matters(drafts=matters, effective_from=at, note=note, after=0, actor=actor, at=at)
    unit = create_unit(code="hotline", name=name, kind=UnitKind.HOTLINE, level=Level(level.value), actor=actor)
    return actor, unit.pk
