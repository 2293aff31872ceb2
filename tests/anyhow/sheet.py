"""What ought to be true of one order: a small model, which knows nothing of the lifecycle's table."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime

from huying.domain.actors import Actor

WITH_UNIT = frozenset({"dispatched", "signed", "contacted", "handling", "rework"})
IN_HAND = WITH_UNIT - {"dispatched"}
OVER = frozenset({"closed", "withdrawn", "answered"})
OPEN = WITH_UNIT | {"awaiting_acceptance", "awaiting_dispatch", "awaiting_review", "replied", "awaiting_followup"}
_CENTRE_WIDE = {"operator", "dispatcher", "arbiter", "followup", "supervisor", "leader"}


@dataclass
class Whistle:
    """One whistle: whom it waits for, who answered, the tasks that are open by id."""

    id: int
    blower: int
    arrive_by: datetime
    waiting: set[int]
    came: set[int] = field(default_factory=set)
    refused: set[int] = field(default_factory=set)
    tasks: dict[int, int] = field(default_factory=dict)


@dataclass
class Owed:
    """The ratings of one ended whistle that are not given yet: by whom, of whom."""

    whistle: int
    ended_at: datetime
    of: dict[int, set[int]]


@dataclass
class Sheet:
    """One order as it ought to be. Units are ids; ``clocks`` are (stage, unit) of the limits that run.

    ``due`` is what the order shows, ``told`` the limit of handling as it was last, ``promised`` the moment before which
    it must never lie; ``put_off`` says what was just granted.
    """

    id: int
    number: str
    centre: int
    urgency: int
    state: str = "awaiting_dispatch"
    is_web: bool = False
    round: int = 1
    events: int = 1
    lead: int | None = None
    holder: int | None = None
    district: int | None = None
    lead_since: datetime | None = None
    known_to: set[int] = field(default_factory=set)
    assists: set[int] = field(default_factory=set)
    copied: set[int] = field(default_factory=set)
    conferring: set[int] = field(default_factory=set)
    superior: int | None = None
    raters: set[int] = field(default_factory=set)
    roads: set[str] = field(default_factory=set)
    whistles: list[Whistle] = field(default_factory=list)
    owed: list[Owed] = field(default_factory=list)
    clocks: set[tuple[str, int | None]] = field(default_factory=set)
    contacts: int = 0
    attempts: int = 0
    next_try: datetime | None = None
    returns: int = 0
    is_refused: bool = False
    is_ruled: bool = False
    is_conferred: bool = False
    extended: int = 0
    hung: int = 0
    hung_until: datetime | None = None
    is_step_done: bool = False
    is_contact_fresh: bool = False
    tags: set[str] = field(default_factory=set)
    repeats: int | None = None
    master: int | None = None
    urged_on: set[str] = field(default_factory=set)
    due: datetime | None = None
    told: datetime | None = None
    promised: datetime | None = None
    put_off: str = ""

    @property
    def is_open(self) -> bool:
        """Say whether it is not over yet."""
        return self.state not in OVER

    @property
    def open_roads(self) -> list[str]:
        """Return the side roads as the order should hold them."""
        return sorted([*self.roads, *("whistle" for _ in self.whistles)])

    @property
    def called(self) -> set[int]:
        """Return the units that a whistle waits for."""
        return {unit for whistle in self.whistles for unit in whistle.waiting}

    @property
    def tasked(self) -> set[int]:
        """Return the units with an open task."""
        return {unit for whistle in self.whistles for unit in whistle.tasks.values()}

    def start(self, *clocks: tuple[str, int | None]) -> None:
        """Let limits run."""
        self.clocks |= set(clocks)

    def stop(self, *stages: str) -> None:
        """Let the limits of stages end, of whatever unit."""
        self.clocks = {(stage, unit) for stage, unit in self.clocks if stage not in stages}

    def give_to(self, lead: int, *, district: int | None, copied: Collection[int], at: datetime) -> None:
        """Hold a unit to the order."""
        self.lead = self.holder = lead
        self.district, self.lead_since, self.is_refused = district, at, False
        self.copied |= set(copied)
        self.known_to |= {lead, *copied}
        self.start(("sign", lead), ("handle", lead))
        self.state = "dispatched"

    def take_back(self) -> None:
        """End everybody's part in it, as a granted return and a ruling do."""
        self.lead = self.holder = None
        self.assists, self.copied, self.raters = set(), set(), set()
        self.stop("return", "sign", "contact", "handle", "assist", "pass_down")
        self.roads.discard("return")

    def replied(self) -> None:
        """Let a reply go out."""
        self.state = "replied"
        self.stop("handle", "contact", "hanging")

    def judged(self, *, is_solved: bool) -> None:
        """Let the caller say how it was: closed, or once more."""
        self.stop("followup")
        if is_solved or self.round > 1:
            self.end("closed")
            return
        self.round += 1
        self.state, self.contacts, self.attempts, self.extended = "rework", 0, 0, 0
        self.promised = self.told = None
        self.start(("handle", self.lead), ("contact", self.holder))

    def end(self, state: str) -> None:
        """Let the order be over: nothing runs on, nothing stays open, nobody has a part."""
        self.state = state
        self.clocks, self.roads = set(), set()
        self.whistles, self.assists, self.copied = [], set(), set()
        self.conferring, self.superior, self.raters = set(), None, set()

    def is_seen_by(self, actor: Actor) -> bool:
        """Say whether somebody may know of the order."""
        if actor.centre_id != self.centre or actor.role.value in {"audit_admin", "security_admin", "system_admin"}:
            return False
        if actor.role.value == "citizen":
            return actor.order_id == self.id
        if actor.role.value in _CENTRE_WIDE:
            return actor.district_id is None or actor.district_id == self.district
        return actor.unit_id in self.known_to
