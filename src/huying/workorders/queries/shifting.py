"""How orders are shifted about: signed for late, handed on again and again, and how many units led one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, F, Max, Q, QuerySet, Sum

from huying.domain.actors import Actor
from huying.domain.shirking import Instance, Shirk
from huying.workorders.choices import Part, Stage
from huying.workorders.models import Assignment, Clock, Order
from huying.workorders.queries.visible import visible_orders


@dataclass(frozen=True, kw_only=True)
class Passes:
    """How often the orders of a period changed their lead: ``leads_an_order`` on average.

    ``first_kept`` are those that their first unit still leads, or brought to the end (首接负责, 条例 art 14; C-28).
    """

    orders: int
    leads: int
    first_kept: int
    three_or_more: int
    leads_an_order: float | None


def led_counts(*, actor: Actor, since: datetime, until: datetime) -> dict[int, int]:
    """Count by unit the orders of the period that it was to lead."""
    leads = _leads(actor=actor, since=since, until=until)
    if not actor.is_centre_wide:
        leads = leads.filter(unit_id=actor.unit_id or 0)
    return dict(leads.values_list("unit_id").annotate(count=Count("order_id", distinct=True)))


def passes(*, actor: Actor, since: datetime, until: datetime) -> Passes:
    """Count the leads of the orders that were dispatched in the period, up to now."""
    begun = _leads(actor=actor, since=since, until=until).values("order_id")
    each = Assignment.objects.filter(part=Part.LEAD, order_id__in=begun).values("order_id").annotate(n=Count("pk"))
    found = each.aggregate(
        orders=Count("order_id"),
        leads=Sum("n"),
        three=Count("order_id", filter=Q(n__gte=3)),
        kept=Count("order_id", filter=Q(n=1)),
    )
    orders, leads = found["orders"], found["leads"] or 0
    return Passes(
        orders=orders,
        leads=leads,
        first_kept=found["kept"],
        three_or_more=found["three"],
        leads_an_order=leads / orders if orders else None,
    )


def _leads(*, actor: Actor, since: datetime, until: datetime) -> QuerySet[Assignment]:
    mine = Assignment.objects.filter(order__in=visible_orders(actor=actor), part=Part.LEAD)
    return mine.filter(assigned_at__gte=since, assigned_at__lt=until)


def late_signings(*, actor: Actor, since: datetime, until: datetime, at: datetime) -> tuple[Instance, ...]:
    """Return the orders not signed for in time, by the period in which the limit began."""
    late = (
        Clock.objects.filter(order__in=visible_orders(actor=actor), stage=Stage.SIGN, void=False)
        .filter(started_at__gte=since, started_at__lt=until, unit_id__isnull=False)
        .filter(Q(stopped_at__gt=F("due_at")) | Q(stopped_at=None, due_at__lt=at))
    )
    if not actor.is_centre_wide:
        late = late.filter(unit_id=actor.unit_id or 0)
    return tuple(
        Instance(
            unit_id=clock.unit_id or 0,
            shirk=Shirk.UNSIGNED,
            number=clock.order.number,
            title=clock.order.title,
            at=clock.due_at,
        )
        for clock in late.select_related("order").order_by("due_at", "pk")
    )


def repeated_passes(*, actor: Actor, since: datetime, until: datetime) -> tuple[Instance, ...]:
    """Return the orders that a lead gave to the same lower unit a second time or more, once for each time more."""
    below = Assignment.objects.filter(order__in=visible_orders(actor=actor), part=Part.BELOW)
    again = (
        below.values("order_id", "unit_id")
        .annotate(times=Count("pk"), last=Max("assigned_at"))
        .filter(times__gte=2, last__gte=since, last__lt=until)
    )
    rows = list(again.order_by("last"))
    orders = Order.objects.in_bulk({row["order_id"] for row in rows})
    return tuple(
        Instance(
            unit_id=order.accountable_unit_id,
            shirk=Shirk.HANDED_ON,
            number=order.number,
            title=order.title,
            at=row["last"],
        )
        for row in rows
        for order in [orders[row["order_id"]]]
        for _ in range(row["times"] - 1)
        if order.accountable_unit_id and (actor.is_centre_wide or order.accountable_unit_id == actor.unit_id)
    )
