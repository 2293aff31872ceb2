"""How units answered supervision orders in a period."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, F, Q, Sum

from huying.domain.actors import Actor
from huying.organisation.queries.units import names_of
from huying.supervision.choices import Outcome
from huying.supervision.queries.ledger import of_scope


@dataclass(frozen=True, kw_only=True)
class UnitFigures:
    """A unit in a period, by when it was asked: ``issued`` orders, how they stand, how it answered.

    ``overdue`` wait for an answer beyond their limit; ``late`` answers came after it, ``insufficient`` ones were asked
    for again. Withdrawn ones are counted in ``issued`` and ``withdrawn`` alone.
    """

    unit_id: int
    unit_name: str
    issued: int
    open: int
    overdue: int
    accepted: int
    withdrawn: int
    late: int
    insufficient: int


def unit_figures(*, since: datetime, until: datetime, actor: Actor, at: datetime) -> tuple[UnitFigures, ...]:
    """Return the figures of the units that were asked in the period, the most often asked in front.

    A unit gets its own alone, a district's leader those of the district's orders.
    """
    is_open = Q(closed_at=None, order__is_open=True)
    counted = ~Q(outcome=Outcome.WITHDRAWN)
    found = (
        of_scope(actor)
        .filter(centre_id=actor.centre_id, issued_at__gte=since, issued_at__lt=until)
        .values("unit_id")
        .annotate(
            issued=Count("pk"),
            open=Count("pk", filter=is_open),
            overdue=Count("pk", filter=is_open & Q(answered_at=None, due_at__lt=at)),
            accepted=Count("pk", filter=Q(outcome=Outcome.ACCEPTED)),
            withdrawn=Count("pk", filter=Q(outcome=Outcome.WITHDRAWN)),
            late=Sum("late", filter=counted, default=0),
            insufficient=Sum(F("round") - 1, filter=counted, default=0),
        )
        .order_by("-issued", "unit_id")
    )
    rows = list(found)
    names = names_of(unit_ids={row["unit_id"] for row in rows})
    return tuple(UnitFigures(unit_name=names[row["unit_id"]], **row) for row in rows)
