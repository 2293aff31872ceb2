"""What ought to be true of one order: a small model, which knows nothing of the lifecycle's table."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, datetime

from huying.domain import deadlines
from huying.domain.actors import Actor
from huying.domain.limits import Limit, LimitUnit
from huying.domain.workdays import Calendar

WITH_UNIT = frozenset({"dispatched", "signed", "contacted", "handling", "rework"})
IN_HAND = WITH_UNIT - {"dispatched"}
OVER = frozenset({"closed", "withdrawn", "answered"})
OPEN = WITH_UNIT | {"awaiting_acceptance", "awaiting_dispatch", "awaiting_review", "replied", "awaiting_followup"}
_A_WORKING_DAY = Limit(amount=1, unit=LimitUnit.WORKING_DAY)
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
    it must never lie; ``put_off`` says what was just granted, ``granted`` who was granted an extension and what was
    promised before it. ``own`` is the limit that a merged order had before it was due with its master, ``has_waited``
    whether no unit had it as it was merged, ``out_again`` when it last came to a unit with its master; ``exactly`` is
    when it is due where a rule says so. ``sent`` is the event that put it before a unit the last time, ``called_duty``
    those after which the hotline's duty was called.
    """

    id: int
    number: str
    centre: int
    urgency: int
    state: str = "awaiting_dispatch"
    is_confidential: bool = False
    round: int = 1
    events: int = 1
    lead: int | None = None
    holder: int | None = None
    district: int | None = None
    lead_since: datetime | None = None
    sent: int = 0
    called_duty: set[int] = field(default_factory=set)
    known_to: set[int] = field(default_factory=set)
    assists: set[int] = field(default_factory=set)
    copied: set[int] = field(default_factory=set)
    conferring: set[int] = field(default_factory=set)
    superior: int | None = None
    supervised: int | None = None
    is_before_city: bool = False
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
    has_waited: bool = False
    out_again: datetime | None = None
    urged_on: set[str] = field(default_factory=set)
    wrote_on: list[date] = field(default_factory=list)
    due: datetime | None = None
    told: datetime | None = None
    promised: datetime | None = None
    granted: tuple[int, datetime] | None = None
    put_off: str = ""
    own: datetime | None = None
    exactly: datetime | None = None

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

    @property
    def is_handled(self) -> bool:
        """Say whether the limit of handling runs."""
        return any(stage == "handle" for stage, _ in self.clocks)

    def start(self, *clocks: tuple[str, int | None]) -> None:
        """Let limits run."""
        self.clocks |= set(clocks)

    def stop(self, *stages: str) -> None:
        """Let the limits of stages end, of whatever unit."""
        self.clocks = {(stage, unit) for stage, unit in self.clocks if stage not in stages}

    def give_to(self, lead: int, *, district: int | None, copied: Collection[int], at: datetime) -> None:
        """Hold a unit to the order; what another one was granted it does not have."""
        if self.granted and self.granted[0] != lead:
            self.promised = self.granted[1]
        self.lead = self.holder = lead
        self.district, self.lead_since, self.is_refused = district, at, False
        self.sent = self.events
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

    def wait_again(self) -> None:
        """Let it be dispatched anew; what it was put off with a master was promised to nobody."""
        if self.promised and self.own:
            self.promised = min(self.promised, self.own)
        self.take_back()
        self.state = "awaiting_dispatch"
        self.start(("dispatch", None))

    def merge_into(self, master: Sheet) -> None:
        """Let the order be handled with another; its own limit stays known."""
        self.roads.add("merged")
        self.master = master.id
        self.has_waited, self.out_again = self.lead is None, None
        self.own = self.due if self.is_handled else None

    def put_off_with(self, master: Sheet) -> bool:
        """Let a merged order be due with its master, never before its own limit; say whether that changed anything."""
        if not (self.is_handled and master.is_handled and self.own and master.due):
            return False
        due = max(self.own, master.due, self.out_again or self.own)
        if due == self.due:
            return False
        self.put_off, self.due, self.exactly = "master", due, due
        return True

    def leave(self, *, calendar: Calendar, at: datetime) -> None:
        """Let a merged order go on by itself, by its own limit again, with a working day at least.

        One that was never dispatched by itself waits for that.
        """
        self.roads.discard("merged")
        self.master = None
        if self.has_waited and self.lead:
            self.wait_again()
            return
        if self.is_handled and self.own and self.due and self.due > self.own:
            at_least = deadlines.due(limit=_A_WORKING_DAY, start=at, calendar=calendar)
            self.due = self.exactly = self.promised = min(self.due, max(self.own, at_least))

    def replied(self) -> None:
        """Let a reply go out."""
        self.exactly = None  # what a rule said of the unit's limit ends with it
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
        self.promised = self.told = self.granted = None
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
