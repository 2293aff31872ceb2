"""The matters that an order without one may be of: a hint for the dispatcher, who sees what the duty list lacks."""

from __future__ import annotations

from datetime import datetime

from huying.catalogue.queries.near import MatterProposal, proposed_matters
from huying.learning.queries.serving import guesses_of
from huying.workorders.choices import TextKind
from huying.workorders.models import Order, Text

_TASK = "matter"


def likely_matters(*, order: Order, at: datetime) -> tuple[MatterProposal, ...]:
    """Return the matters near to an order's words, the likeliest first; of a confidential order not to the original."""
    kinds = [TextKind.TRANSFER] if order.is_confidential else [TextKind.ORIGINAL, TextKind.TRANSFER]
    bodies = dict(Text.objects.filter(order=order, kind__in=kinds).order_by("event").values_list("kind", "body"))
    text = bodies.get(TextKind.TRANSFER) or bodies.get(TextKind.ORIGINAL, "")
    guesses = guesses_of(centre_id=order.centre_id, task=_TASK, texts=[(order.title, text)])
    classes = {one.label: one.probability for one in guesses.of[0]} if guesses else None
    return proposed_matters(centre_id=order.centre_id, text=text, title=order.title, classes=classes, at=at)
