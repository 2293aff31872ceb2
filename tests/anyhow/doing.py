"""What somebody may do to an order: who, when, how it is done, and what ought to be so afterwards."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from huying.domain.actors import Actor
from tests.anyhow.people import Troupe
from tests.anyhow.sheet import Sheet


class Choose(Protocol):
    """Draws one of several."""

    def __call__(self, several: Collection[Any]) -> Any:
        """Return one of them."""


@dataclass(kw_only=True)
class Turn:
    """One attempt: somebody, an order, a moment; ``seen`` is the last event that the form was drawn from."""

    sheet: Sheet
    actor: Actor
    at: datetime
    seen: int
    troupe: Troupe
    others: dict[int, Sheet]
    choose: Choose

    @property
    def form(self) -> dict[str, Any]:
        """Return the words that every action takes."""
        return {"order_id": self.sheet.id, "seen": self.seen, "actor": self.actor, "at": self.at}

    def units(self, *several: int) -> int:
        """Return one of some units that the actor does not work for."""
        chosen: int = self.choose([unit for unit in several if unit != self.actor.unit_id])
        return chosen


@dataclass(kw_only=True)
class Plan:
    """How it is done, what is so afterwards, and the kind of refusal if it is to be refused for its content."""

    do: Callable[[], Any]
    then: Callable[[Any], None]
    refused: str = ""


Whose = Callable[[Sheet, Actor], bool]


@dataclass(frozen=True, kw_only=True)
class Doing:
    """One thing that may be done: the lifecycle's ``action``. ``weight`` is how readily it is chosen."""

    action: str
    roles: frozenset[str]
    whose: Whose
    states: Collection[str]
    plan: Callable[[Turn], Plan]
    needs: str = ""
    bars: frozenset[str] = frozenset()
    of_merged: bool = False
    weight: int = 2

    def refusal(self, turn: Turn) -> str:
        """Return the kind of refusal, empty where none is due; what the content deserves is the plan's to say."""
        sheet, actor = turn.sheet, turn.actor
        if not sheet.is_seen_by(actor):
            return "not_found"
        if actor.role.value not in self.roles:
            return "not_allowed"
        if turn.seen != sheet.events:
            return "conflict"
        if not self.whose(sheet, actor):
            return "not_allowed"
        open_roads = set(sheet.open_roads)
        is_out_of_turn = sheet.state not in self.states or ("merged" in open_roads and not self.of_merged)
        is_out_of_turn = is_out_of_turn or bool(self.needs and self.needs not in open_roads)
        return "conflict" if is_out_of_turn or open_roads & self.bars else ""


@dataclass
class Repertoire:
    """Everything that may be done, by the lifecycle's name of it."""

    doings: dict[str, Doing] = field(default_factory=dict)

    def add(
        self, action: str, roles: str, *, whose: Whose | None = None, bars: str = "", **words: Any
    ) -> Callable[[Callable[[Turn], Plan]], None]:
        """Take a function in that plans a turn; ``roles`` and ``bars`` are parted by blanks."""

        def take(plan: Callable[[Turn], Plan]) -> None:
            self.doings[action] = Doing(
                action=action,
                roles=frozenset(roles.split()),
                whose=whose or anybody,
                bars=frozenset(bars.split()),
                plan=plan,
                **words,
            )

        return take


def anybody(_sheet: Sheet, _actor: Actor) -> bool:
    """Let everybody in who has the role."""
    return True


def lead(sheet: Sheet, actor: Actor) -> bool:
    """Let the accountable unit in."""
    return actor.unit_id == sheet.lead


def holder(sheet: Sheet, actor: Actor) -> bool:
    """Let the unit in that has the order in hand."""
    return actor.unit_id == sheet.holder
