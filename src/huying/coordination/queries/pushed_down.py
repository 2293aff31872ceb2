"""What went below whom the duty list names: from a bureau to a street or community (减轻基层负担)."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import BigIntegerField, QuerySet
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast, Coalesce

from huying.coordination.queries.ledger import sheet_of
from huying.domain.actors import Actor
from huying.organisation.queries.people import person_names
from huying.organisation.queries.units import names_of
from huying.workorders.choices import TextKind
from huying.workorders.models import Event, Text
from huying.workorders.queries.dossier import body_of
from huying.workorders.queries.history import label_of
from huying.workorders.queries.queue import Cursor
from huying.workorders.queries.visible import visible_orders

_DAYS = 30
_COUNTED = 10_000
# Whom it went to: the lead that was chosen, or whom it was passed down to.
_TO = Cast(Coalesce(KeyTextTransform("lead", "data"), KeyTextTransform("to", "data")), BigIntegerField())
_WORDS = (TextKind.REMARK, TextKind.REASON)


@dataclass(frozen=True, kw_only=True)
class PushedDownRow:
    """One order that went down: to whom, by whom, and the stated reason."""

    number: str
    title: str
    at: datetime
    what: str
    to_name: str
    person_name: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class PushedDownPage:
    """A page of them, the latest in front."""

    rows: tuple[PushedDownRow, ...]
    previous: Cursor | None
    next: Cursor | None


def pushed_down_page(*, cursor: Cursor | None, actor: Actor) -> PushedDownPage:
    """Return a page of what went down among the orders that the actor may see."""
    sheet = sheet_of(_found(actor).select_related("order"), by="occurred_at", falls=True, cursor=cursor)
    units = names_of(unit_ids={_to(event) for event in sheet.rows})
    people = person_names(person_ids={event.person_id for event in sheet.rows if event.person_id})
    said = Text.objects.filter(order__in=[event.order_id for event in sheet.rows], kind__in=_WORDS)
    reasons = {(text.order_id, text.event): body_of(text) for text in said}
    rows = [
        PushedDownRow(
            number=event.order.number,
            title=event.order.title,
            at=event.occurred_at,
            what=label_of(event.action),
            to_name=units[_to(event)],
            person_name=people.get(event.person_id or 0, ""),
            reason=reasons.get((event.order_id, event.seq), ""),
        )
        for event in sheet.rows
    ]
    return PushedDownPage(rows=tuple(rows), previous=sheet.previous, next=sheet.next)


def pushed_down_counts(*, actor: Actor, at: datetime) -> tuple[tuple[str, int], ...]:
    """Return name and count of each unit that got such orders within thirty days, the most burdened first."""
    counted = pushed_down_by_unit(since=at - timedelta(days=_DAYS), until=at, actor=actor)
    names = names_of(unit_ids=set(counted))
    return tuple((names[unit], count) for unit, count in counted.most_common())


def pushed_down_by_unit(*, since: datetime, until: datetime, actor: Actor) -> Counter[int]:
    """Count by unit what went down to it in a period."""
    recent = _found(actor).filter(occurred_at__gte=since, occurred_at__lte=until).order_by("-occurred_at", "-pk")
    return Counter(recent.values_list(_TO, flat=True)[:_COUNTED])


def _found(actor: Actor) -> QuerySet[Event]:
    return Event.objects.filter(data__pushed_down=True, order__in=visible_orders(actor=actor))


def _to(event: Event) -> int:
    return int(event.data["lead"] if event.action == "assign_unit" else event.data["to"])
