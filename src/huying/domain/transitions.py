"""What a row of the lifecycle says, and the states that many rows begin in."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from huying.domain.actors import Role
from huying.domain.guards import Guard
from huying.domain.policies import Stage
from huying.domain.roads import Road
from huying.domain.states import State

WITH_UNIT = frozenset({State.DISPATCHED, State.SIGNED, State.CONTACTED, State.HANDLING, State.REWORK})
"""A unit is held to the order and has not answered yet."""
IN_HAND = WITH_UNIT - {State.DISPATCHED}
"""The unit has signed for it."""


class Reach(StrEnum):
    """Which orders of the centre an action's roles may do it to.

    ``OVERSEEN``: the accountable unit, and those to whom the whole centre is open. ``CALLED``, ``TASKED``, ``RATER``:
    units of which a whistle waits for an arrival, for a task, for a rating.
    """

    CENTRE = "centre"
    ACCOUNTABLE = "accountable"
    HOLDER = "holder"
    ASSIST = "assist"
    OVERSEEN = "overseen"
    CALLED = "called"
    TASKED = "tasked"
    RATER = "rater"
    OPINION = "opinion"
    SUPERIOR = "superior"


@dataclass(frozen=True, kw_only=True)
class Transition:
    """One row of the table.

    ``action`` is the name of the action's file; ``targets`` empty leaves the state as it is, more
    than one lets the action choose; ``sources`` empty is how an order comes to be. ``starts`` and
    ``stops`` are the clocks that the action starts and stops for the main line, ``starts_on`` and
    ``stops_on`` those of one target only, ``voids_on`` those that it gives up, of every unit. ``opens`` and ``closes``
    are the side roads that the action opens or ends, ``grants`` the one that opens only when what was asked for is
    granted, ``needs`` those that must be open for it and ``bars`` those that must not; an end of the order ends all.
    ``of_merged``: the action may be taken of an order that was merged into another.
    """

    action: str
    label: str
    sources: frozenset[State]
    targets: tuple[State, ...]
    roles: frozenset[Role]
    reach: Reach
    fact: str
    guards: tuple[Guard, ...] = ()
    starts: tuple[Stage, ...] = ()
    stops: tuple[Stage, ...] = ()
    starts_on: dict[State, tuple[Stage, ...]] = field(default_factory=dict)
    stops_on: dict[State, tuple[Stage, ...]] = field(default_factory=dict)
    voids_on: dict[State, tuple[Stage, ...]] = field(default_factory=dict)
    opens: Road | None = None
    closes: Road | None = None
    grants: Road | None = None
    needs: tuple[Road, ...] = ()
    bars: tuple[Road, ...] = ()
    of_merged: bool = False

    def starts_for(self, target: State) -> tuple[Stage, ...]:
        """Return the clocks that start when the order arrives in ``target``."""
        waiting = {Stage.ACCEPT: State.AWAITING_ACCEPTANCE, Stage.DISPATCH: State.AWAITING_DISPATCH}
        always = tuple(stage for stage in self.starts if waiting.get(stage, target) is target)
        return always + self.starts_on.get(target, ())

    def stops_for(self, target: State) -> tuple[Stage, ...]:
        """Return the clocks that stop when the order arrives in ``target``."""
        return self.stops + self.stops_on.get(target, ())
