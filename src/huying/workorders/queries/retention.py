"""Whose time of keeping is over: closed long enough ago, not on hold, and something is still there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import TruncMonth

from huying.callers.queries import kept_identities
from huying.domain.retention import RetentionClass, closed_before
from huying.foundation.clock import SHANGHAI
from huying.records.queries import RetentionRow, retention_rules
from huying.workorders.models import Hold, Order, Text


@dataclass(frozen=True, kw_only=True)
class DueMonth:
    """Orders that closed in a month (as 2026-11) and of which a class of data would go."""

    month: str
    orders: int


@dataclass(frozen=True, kw_only=True)
class DueClass:
    """What a class would lose now: by month of closing; ``held`` orders are old enough and stay."""

    rule: RetentionRow
    months: tuple[DueMonth, ...]
    held: int

    @property
    def orders(self) -> int:
        """Return how many orders it would touch."""
        return sum(month.orders for month in self.months)


def retention_report(*, centre_id: int, at: datetime) -> tuple[DueClass, ...]:
    """Return what would go by each rule of the centre, also by those that are switched off."""
    found = []
    for rule in retention_rules(centre_id=centre_id, at=at):
        due = _due(rule.kind, months=rule.months, centre_id=centre_id, at=at)
        by_month = (
            due.exclude(_held())
            .annotate(month=TruncMonth("state_since", tzinfo=SHANGHAI))
            .values("month")
            .annotate(orders=Count("pk"))
            .order_by("month")
        )
        rows = tuple(DueMonth(month=f"{row['month']:%Y-%m}", orders=row["orders"]) for row in by_month)
        found.append(DueClass(rule=rule, months=rows, held=due.filter(_held()).count()))
    return tuple(found)


def switched_on(*, centre_id: int, at: datetime) -> dict[RetentionClass, int]:
    """Return the classes whose removal the centre has switched on, with the months they are kept."""
    return {rule.kind: rule.months for rule in retention_rules(centre_id=centre_id, at=at) if rule.is_on}


def due_orders(*, centre_id: int, months: Mapping[RetentionClass, int], at: datetime) -> Iterator[int]:
    """Yield the ids of the orders that lose something now, the oldest first; read by and by, never all at once."""
    last = 0
    while True:
        due = Order.objects.none()
        for kind, count in months.items():
            due |= _due(kind, months=count, centre_id=centre_id, at=at)
        ids = list(due.exclude(_held()).filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:1000])
        if not ids:
            return
        yield from ids
        last = ids[-1]


def _due(kind: RetentionClass, *, months: int, centre_id: int, at: datetime) -> QuerySet[Order]:
    old = Order.objects.filter(centre_id=centre_id, is_open=False, state_since__lt=closed_before(at=at, months=months))
    if kind is RetentionClass.ORDER:
        return old.filter(Exists(Text.objects.filter(order=OuterRef("pk"), erased_at=None)))
    return old.filter(Exists(kept_identities().filter(pk=OuterRef("identity_id"))))


def _held() -> Q:
    return Q(Exists(Hold.objects.filter(order=OuterRef("pk"), lifted_at=None)))
