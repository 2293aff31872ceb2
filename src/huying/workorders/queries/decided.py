"""Orders whose matter and unit are settled: what a city's own models learn from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from huying.domain.actors import Actor
from huying.domain.states import State
from huying.workorders.choices import TextKind
from huying.workorders.models import Order, Text

_AT_ONCE = 2000
# Those whose matter, and whose unit if they had one, people decided and did not take back.
_DECIDED = (State.CLOSED, State.ANSWERED)
_KINDS = (TextKind.ORIGINAL, TextKind.TRANSFER)
_COLUMNS = ("registered_at", "title", "place_text", "is_confidential", "matter_top", "accountable_unit_id")


@dataclass(frozen=True, kw_only=True, slots=True)
class DecidedOrder:
    """An order as it ended. ``matter_top``: code of the first-level matter; ``unit_id``: who led it last, if anybody.

    ``original`` is empty where the caller's own words are confidential; ``transfer`` is what the unit was given.
    """

    registered_at: datetime
    title: str
    place: str
    original: str
    transfer: str
    matter_top: str
    unit_id: int | None


def dispatch_words(*, title: str, place: str, original: str, transfer: str) -> str:
    """Return the one text by which a unit is guessed: what a unit is given, or else the caller's words."""
    return "\n".join(part for part in (title, place, transfer or original) if part)


def decided_orders(*, actor: Actor, most: int, after: datetime | None = None) -> tuple[DecidedOrder, ...]:
    """Return the ``most`` orders of the actor's centre that ended last, by time of registration, oldest first.

    ``after``: only those registered later. What was erased by law is empty.
    """
    ended = Order.objects.filter(centre_id=actor.centre_id, is_open=False, state__in=_DECIDED)
    if after is not None:
        ended = ended.filter(registered_at__gt=after)
    rows = list(ended.only(*_COLUMNS).order_by("-state_since", "-id")[:most])
    found = [one for start in range(0, len(rows), _AT_ONCE) for one in _with_texts(rows[start : start + _AT_ONCE])]
    return tuple(sorted(found, key=lambda one: one.registered_at))


def _with_texts(orders: Sequence[Order]) -> Iterator[DecidedOrder]:
    texts = Text.objects.filter(order__in=[order.pk for order in orders], kind__in=_KINDS).order_by("event")
    said = {(order, kind): body for order, kind, body in texts.values_list("order_id", "kind", "body")}
    for order in orders:
        yield DecidedOrder(
            registered_at=order.registered_at,
            title=order.title,
            place=order.place_text,
            original="" if order.is_confidential else said.get((order.pk, TextKind.ORIGINAL), ""),
            transfer=said.get((order.pk, TextKind.TRANSFER), ""),
            matter_top=order.matter_top,
            unit_id=order.accountable_unit_id,
        )
