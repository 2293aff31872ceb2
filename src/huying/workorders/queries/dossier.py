"""Everything that was written about one order (案卷), each table read once, four tables a statement."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from huying.domain.actors import Actor
from huying.domain.guards import OrderFacts
from huying.domain.lifecycle import OrderNotFound, may_see
from huying.foundation import rows
from huying.workorders.choices import TextKind
from huying.workorders.models import Assignment, Attachment, Clock, Contact, Event, Order, Reply, Text, Visit
from huying.workorders.queries.facts import facts_from

ERASED = "（已依法删除）"
# Eight digits of the day and at least six of the row id.
_SHORTEST_NUMBER = 14
_STANDING = tuple(
    rows.Wanted(model=model, column="order_id", by=by)
    for model, by in ((Assignment, ("id",)), (Clock, ("id",)), (Contact, ("event",)), (Reply, ("event",)))
)
_TOLD = tuple(
    rows.Wanted(model=model, column="order_id", by=by)
    for model, by in ((Event, ("seq",)), (Text, ("id",)), (Visit, ("event",)), (Attachment, ("event", "place")))
)


class Dossier:
    """The rows of one order, oldest first; a table is read when it is first asked for, and not again.

    Pages of an order are made of these rows by every room: without this each room would read them anew.
    Units and persons are ids here; ``names_of`` and ``person_names`` know what they are called.
    """

    def __init__(self, order: Order) -> None:
        """Take an order that was read; nothing else is read yet."""
        self.order = order

    @property
    def assignments(self) -> tuple[Assignment, ...]:
        """Which units take or took part."""
        return self._standing[0]

    @property
    def clocks(self) -> tuple[Clock, ...]:
        """The limits that run or ran."""
        return self._standing[1]

    @property
    def contacts(self) -> tuple[Contact, ...]:
        """Every attempt of a unit to speak with the caller."""
        return self._standing[2]

    @property
    def replies(self) -> tuple[Reply, ...]:
        """Every reply."""
        return self._standing[3]

    @property
    def events(self) -> tuple[Event, ...]:
        """What happened."""
        return self._told[0]

    @property
    def texts(self) -> tuple[Text, ...]:
        """Every text; ``body_of`` gives what may stand on a page."""
        return self._told[1]

    @property
    def visits(self) -> tuple[Visit, ...]:
        """Every visit."""
        return self._told[2]

    @property
    def attachments(self) -> tuple[Attachment, ...]:
        """Every picture as they were chosen, of what was erased too."""
        return self._told[3]

    @cached_property
    def _standing(self) -> tuple[tuple[Any, ...], ...]:
        """What the lifecycle asks about, in one read."""
        return rows.together(*_STANDING, value=self.order.pk)

    @cached_property
    def _told(self) -> tuple[tuple[Any, ...], ...]:
        """What was done and said, in one read."""
        return rows.together(*_TOLD, value=self.order.pk)

    def bodies(self, *kinds: TextKind) -> dict[tuple[str, int], str]:
        """Return the texts of some kinds by kind and event."""
        return {(text.kind, text.event): body_of(text) for text in self.texts if text.kind in kinds}

    @cached_property
    def facts(self) -> OrderFacts:
        """What the lifecycle asks about the order; one read."""
        return facts_from(
            order=self.order,
            parts=[(row.unit_id, row.part, row.closed_at is None) for row in self.assignments],
            contacts=sum(row.round == self.order.round for row in self.contacts),
            reply_person_id=self.replies[-1].person_id if self.replies else None,
            clocks=lambda: self.clocks,
        )


def body_of(text: Text | None) -> str:
    """Return a text as pages show it: empty where there is none, a sentence where it was erased by law."""
    if text is None:
        return ""
    return ERASED if text.erased_at else text.body


def dossier_for(*, order_id: int, actor: Actor) -> Dossier:
    """Return the dossier of an order that the actor may see.

    Raises:
        OrderNotFound: it does not exist, or the actor may not know that it does.

    """
    order = next(iter(rows.read(Order, column="id", value=order_id, by="id")), None)
    if order is None:
        raise OrderNotFound
    dossier = Dossier(order)
    if not may_see(dossier.facts, actor):
        raise OrderNotFound
    return dossier


def dossier_by_number(*, number: str, actor: Actor) -> Dossier:
    """Return the dossier of the order of a number that the actor may see; raises ``OrderNotFound``."""
    order_id = id_of_number(number)
    if order_id is None:
        raise OrderNotFound
    dossier = dossier_for(order_id=order_id, actor=actor)
    if dossier.order.number != number:
        raise OrderNotFound
    return dossier


def id_of_number(number: str) -> int | None:
    """Return the row id inside an order number (eight digits of the day, then the id), if it has the form."""
    return int(number[8:]) if number.isascii() and number.isdigit() and len(number) >= _SHORTEST_NUMBER else None
