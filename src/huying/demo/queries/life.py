"""One order on its way: where it is, and when and by whom the next step is taken."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random

from huying.demo.queries.calls import Call
from huying.demo.queries.cast import Cast, Quality
from huying.demo.queries.hours import daytime_from, office_from
from huying.demo.queries.invented import texts
from huying.demo.queries.sides import LEFT
from huying.domain.actors import Actor, Role
from huying.domain.policies import Urgency
from huying.workorders.choices import ResultKind
from huying.workorders.models import Order

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


class OverError(Exception):
    """The next step would lie after the moment up to which the demonstration lives, or is left to be taken."""


@dataclass(kw_only=True)
class Life:
    """One order on its way. ``at`` is when it was last touched, ``seen`` its last event.

    ``lead_id`` is the unit that has it since ``started``, ``due`` its limit; ``helping`` are those that assist it.
    """

    call: Call
    cast: Cast
    rng: Random
    until: datetime
    at: datetime
    order_id: int = 0
    seen: int = 0
    lead_id: int = 0
    helping: list[int] = field(default_factory=list)
    is_hung: bool = False
    result: ResultKind = ResultKind.SOLVED
    started: datetime = field(init=False)
    due: datetime = field(init=False)

    def __post_init__(self) -> None:
        """Begin with no limit."""
        self.started = self.due = self.at

    @property
    def is_fresh(self) -> bool:
        """Say whether it came in right before ``until``: then it is taken in hand at once, at any hour."""
        return self.until - self.call.at < HOUR

    def _by_then(self, after: timedelta, at: datetime) -> datetime:
        """Return ``at``, or sooner where what shall be seen waiting would otherwise not have come so far."""
        is_too_late = self.call.way in LEFT and at > self.until - 3 * HOUR
        return self.at + after if self.is_fresh or is_too_late else at

    @property
    def lead(self) -> Quality:
        """How the unit does that has the order."""
        return self.cast.quality[self.lead_id]

    @property
    def street(self) -> int:
        """The street of the place."""
        return self.cast.governs[self.call.street]

    def minutes(self, least: float, most: float) -> timedelta:
        """Draw a while, short ones more often."""
        haste = (0.07 if self.call.side else 0.3) if self.is_fresh else 1
        return MINUTE * (least + (most - least) * self.rng.random() ** 2) * haste

    def office(self, after: timedelta) -> datetime:
        """Return when somebody in an office comes to it; what is urgent does not wait for the morning."""
        if self.call.urgency is Urgency.EMERGENCY:
            return self.at + min(after, 25 * MINUTE)
        return self._by_then(after, office_from(self.at + after, self.cast.calendar))

    def daytime(self, after: timedelta) -> datetime:
        """Return when the hotline comes to it, any day of the week."""
        return self._by_then(after, daytime_from(self.at + after))

    def lately(self, least: float, most: float) -> datetime:
        """Return some minutes before ``until``: what waits for its next step has not waited long."""
        return max(self.at + MINUTE, self.until - MINUTE * self.rng.uniform(least, most))

    def chance(self, share: float) -> bool:
        """Draw yes or no."""
        return self.rng.random() < share

    def word(self, kind: str) -> str:
        """Draw a sentence of the main line."""
        text: str = self.rng.choice(texts()["speech"]["work"][kind])
        return text

    def said(self, kind: str) -> str:
        """Draw a sentence of the side roads."""
        text: str = self.rng.choice(texts()["speech"]["side"][kind])
        return text

    def of(self, unit_id: int, role: Role = Role.CLERK) -> Actor:
        """Draw somebody of a unit."""
        return self.cast.one(self.rng, unit_id, role)

    def hotline(self, role: Role) -> Actor:
        """Draw somebody of the hotline."""
        return self.of(self.cast.hotline_id, role)

    def other_unit(self) -> int:
        """Return whose the matter might be instead: the bureau of the trade, or the street of the place."""
        if self.lead_id not in self.cast.streets:
            return self.street
        duty = self.cast.duties.get(self.call.matter[:4])
        return duty if duty and duty != self.lead_id else self.cast.units["cg"]

    def read_limit(self) -> None:
        """Read until when the order is due now."""
        self.due = Order.objects.values_list("due_at", flat=True).get(pk=self.order_id) or self.at
