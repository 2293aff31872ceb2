"""What has to be known before a unit is asked: which units answer, in which form, until when."""

from __future__ import annotations

from datetime import datetime

from huying.coordination.queries.due import due_of
from huying.domain import deadlines
from huying.domain.actors import Actor
from huying.domain.limits import Limit, LimitUnit
from huying.domain.policies import Stage
from huying.domain.supervising import Form, forms_after
from huying.policy.queries import calendar_of
from huying.supervision.choices import Outcome
from huying.supervision.models import SupervisionOrder
from huying.workorders.choices import Part
from huying.workorders.models import Assignment


def answerable_units(*, order_id: int) -> tuple[int, ...]:
    """Return the units of an order that may be asked: the lead, and the assists that have not reported."""
    parts = Assignment.objects.filter(order_id=order_id, part__in=[Part.LEAD, Part.ASSIST], closed_at=None)
    # 主办 in front.
    return tuple(dict.fromkeys(parts.order_by("-part", "pk").values_list("unit_id", flat=True)))


def forms_for(*, order_id: int) -> tuple[Form, ...]:
    """Return the forms that the next supervision order on an order may take; one that was withdrawn does not count."""
    issued = SupervisionOrder.objects.filter(order_id=order_id).exclude(outcome=Outcome.WITHDRAWN)
    last = issued.order_by("event").values_list("form", flat=True).last()
    return forms_after(Form(last) if last else None)


def answer_due(*, order_id: int, days: int | None, actor: Actor, at: datetime) -> datetime:
    """Return until when a unit that is asked at ``at`` answers: so many working days, or as the policy says.

    Raises ``OrderNotFound``.
    """
    if days is None:
        return due_of(order_id=order_id, stage=Stage.SUPERVISION, actor=actor, at=at)
    limit = Limit(amount=days, unit=LimitUnit.WORKING_DAY)
    return deadlines.due(limit=limit, start=at, calendar=calendar_of(centre_id=actor.centre_id))


def open_supervision(*, order_id: int) -> SupervisionOrder | None:
    """Return the supervision order that is open on an order."""
    return SupervisionOrder.objects.filter(order_id=order_id, closed_at=None).first()
