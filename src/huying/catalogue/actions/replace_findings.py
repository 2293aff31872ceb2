"""Replace the findings of a centre by those of tonight's count."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from huying.catalogue.models import DutyFinding
from huying.domain.actors import Actor, Role
from huying.domain.errors import NotAllowed
from huying.domain.list_drift import Drift


@transaction.atomic(savepoint=False)
def replace_findings(
    *, drifts: Sequence[tuple[Drift, Sequence[str]]], since: datetime, actor: Actor, at: datetime
) -> None:
    """Write what dispatchers decided otherwise than the list since ``since``, each with numbers of its last orders.

    Running it again leaves the same rows. Raises ``NotAllowed`` for anybody but a named policy.
    """
    if actor.role is not Role.POLICY:
        raise NotAllowed
    DutyFinding.objects.filter(centre_id=actor.centre_id).delete()
    DutyFinding.objects.bulk_create(
        DutyFinding(
            centre_id=actor.centre_id,
            matter_code=drift.matter_code,
            region_id=drift.place_id,
            lead_unit_id=drift.lead_unit_id,
            lead_by_place=drift.lead_unit_id is None,
            orders=drift.orders,
            decided=drift.decided,
            not_taken=drift.signs.not_taken,
            returned=drift.signs.returned,
            wrongful=drift.signs.wrongful,
            order_numbers=list(numbers),
            since=since,
            made_at=at,
        )
        for drift, numbers in drifts
    )
