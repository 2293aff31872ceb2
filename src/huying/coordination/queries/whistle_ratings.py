"""Which ratings of a whistle a unit still owes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import F, Q

from huying.coordination.models import Whistle, WhistleCall
from huying.organisation.queries.units import names_of
from huying.policy.queries import policy_of

# A unit whose whistle ended before it had to be there was let off: nobody rates it, and it rates nobody.
HELD_TO_COME = Q(answer_event__isnull=False) | Q(closed_at__gt=F("arrive_by"))


@dataclass(frozen=True, kw_only=True)
class Owed:
    """The ratings that a unit owes for one ended whistle: whom it rates, by unit id and name."""

    whistle_id: int
    ended_at: datetime
    until: datetime
    is_blower: bool
    rated: tuple[tuple[int, str], ...]


def owed_ratings(*, order_id: int, unit_id: int | None) -> tuple[Owed, ...]:
    """Return what the unit owes in an order, oldest whistle first, whether there is still time or not."""
    found = []
    for whistle in (
        Whistle.objects.filter(order_id=order_id, ended_at__isnull=False).select_related("order").order_by("pk")
    ):
        held = WhistleCall.objects.filter(HELD_TO_COME, whistle=whistle).order_by("pk")
        is_blower = whistle.unit_id == unit_id
        if is_blower:
            rated = list(held.filter(unit_score=None).values_list("unit_id", flat=True))
        else:
            mine = held.filter(unit_id=unit_id or 0, blower_score=None)
            rated = [whistle.unit_id] if mine.exists() else []
        if rated and whistle.ended_at:
            policy = policy_of(version_id=whistle.order.policy_version_id)
            names = names_of(unit_ids=set(rated))
            found.append(
                Owed(
                    whistle_id=whistle.pk,
                    ended_at=whistle.ended_at,
                    until=whistle.ended_at + timedelta(days=policy.rating_days),
                    is_blower=is_blower,
                    rated=tuple((unit, names[unit]) for unit in rated),
                )
            )
    return tuple(found)
