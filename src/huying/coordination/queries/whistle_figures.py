"""双考核: how each unit answered calls, and how both sides of a whistle rate each other (条例 art 33)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Avg, Count, F, Q, QuerySet

from huying.coordination.models import Whistle, WhistleCall
from huying.coordination.queries.whistle_ratings import HELD_TO_COME
from huying.domain.actors import NO_ORDERS, Actor
from huying.domain.shirking import Instance, Shirk
from huying.organisation.queries.units import names_of

_COUNTED = HELD_TO_COME | Q(closed_at=None, whistle__order__is_open=True)
_MISSED = Q(answer_event=None, arrive_by__lt=F("closed_at"))


@dataclass(frozen=True, kw_only=True)
class UnitFigures:
    """A unit in a period: how it answered calls, and what it blew.

    ``called`` is the sum of the four counts after it and of those still under way. ``score`` is the mean of the ratings
    it got as a called unit, ``blower_score`` as a blower; ``None`` without any.
    """

    unit_id: int
    unit_name: str
    called: int = 0
    on_time: int = 0
    late: int = 0
    refused: int = 0
    no_show: int = 0
    score: float | None = None
    blown: int = 0
    ended: int = 0
    blower_score: float | None = None


def unit_figures(*, since: datetime, until: datetime, actor: Actor, at: datetime) -> tuple[UnitFigures, ...]:
    """Return the figures of the units with whistles blown in the period; a unit gets its own alone.

    A unit that was let off (the whistle ended, or its order was withdrawn, before it came) is not counted as called.
    """
    if actor.role in NO_ORDERS:
        return ()
    blown = _blown(actor=actor, since=since, until=until)
    calls = WhistleCall.objects.filter(_COUNTED, whistle__in=blown)
    overdue = _overdue(at)
    as_called = calls.values("unit_id").annotate(
        called=Count("pk"),
        on_time=Count("pk", filter=Q(arrived_at__lte=F("arrive_by"))),
        late=Count("pk", filter=Q(arrived_at__gt=F("arrive_by"))),
        refused=Count("pk", filter=Q(refused_at__isnull=False)),
        no_show=Count("pk", filter=_MISSED | overdue),
        score=Avg("unit_score"),
    )
    as_blower = blown.values("unit_id").annotate(
        blown=Count("pk", distinct=True),
        ended=Count("pk", filter=Q(ended_at__isnull=False), distinct=True),
        blower_score=Avg("calls__blower_score"),
    )
    if not actor.is_centre_wide:
        own = {"unit_id": actor.unit_id or 0}
        as_called, as_blower = as_called.filter(**own), as_blower.filter(**own)
    return _together({row["unit_id"]: row for row in as_called}, {row["unit_id"]: row for row in as_blower})


def missed_calls(*, since: datetime, until: datetime, actor: Actor, at: datetime) -> tuple[Instance, ...]:
    """Return the calls of the period that a unit refused, or did not come to."""
    if actor.role in NO_ORDERS:
        return ()
    calls = WhistleCall.objects.filter(_COUNTED, whistle__in=_blown(actor=actor, since=since, until=until))
    if not actor.is_centre_wide:
        calls = calls.filter(unit_id=actor.unit_id or 0)
    missed = calls.filter(Q(refused_at__isnull=False) | _MISSED | _overdue(at)).select_related("whistle__order")
    return tuple(
        Instance(
            unit_id=call.unit_id,
            shirk=Shirk.REFUSED_CALL if call.refused_at else Shirk.NO_SHOW,
            number=call.whistle.order.number,
            title=call.whistle.order.title,
            at=call.refused_at or call.arrive_by,
        )
        for call in missed.order_by("arrive_by", "pk")
    )


def _blown(*, actor: Actor, since: datetime, until: datetime) -> QuerySet[Whistle]:
    blown = Whistle.objects.filter(centre_id=actor.centre_id, blown_at__gte=since, blown_at__lt=until)
    is_of_district = actor.is_centre_wide and actor.district_id is not None
    return blown.filter(district_id=actor.district_id) if is_of_district else blown


def _overdue(at: datetime) -> Q:
    return Q(answer_event=None, closed_at=None, arrive_by__lt=at)


def _together(called: Mapping[int, Any], blown: Mapping[int, Any]) -> tuple[UnitFigures, ...]:
    names = names_of(unit_ids={*called, *blown})
    rows = [
        UnitFigures(**{"unit_name": name, "unit_id": unit, **called.get(unit, {}), **blown.get(unit, {})})
        for unit, name in names.items()
    ]
    return tuple(sorted(rows, key=lambda row: (-row.called, -row.blown, row.unit_id)))
