"""A machine that lets anybody do anything to a few orders, in any order, and looks at them after each step."""

from __future__ import annotations

import random
from collections.abc import Callable, Collection, Sequence
from datetime import timedelta
from typing import Any, ClassVar

import hypothesis.strategies as st
from django.conf import settings
from django.db import IntegrityError
from django.urls import reverse
from hypothesis import note
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from huying.desks.queries.order_page import order_page
from huying.domain.errors import Conflict, Invalid, NotAllowed, NotFound, Refusal, Unavailable
from huying.domain.lifecycle import actions_for
from huying.domain.policies import Urgency
from huying.foundation.commit import one_commit
from huying.intake.actions.register_by_citizen import CitizenDemand, register_by_citizen
from huying.workorders.models import Order
from huying.workorders.queries.dossier import Dossier, dossier_by_number
from huying.workorders.queries.verify.keys import keys_of
from huying.workorders.queries.verify.whole import verify_history
from tests.anyhow.at_the_hotline import HOTLINE
from tests.anyhow.at_the_unit import UNIT
from tests.anyhow.doing import Doing, Plan, Turn
from tests.anyhow.jobs import Job, let_happen, waiting_jobs
from tests.anyhow.looks import compare, compare_queues, compare_reads, looks, written
from tests.anyhow.people import CITIZEN, NEIGHBOUR, Troupe
from tests.anyhow.plots import MAIN_LINE, PLOTS, weight
from tests.anyhow.sheet import Sheet
from tests.anyhow.talk import TALK
from tests.anyhow.together import TOGETHER
from tests.anyhow.watching import WATCHING
from tests.browse import browser
from tests.cast import MONDAY
from tests.factories.workorders import create_order

DOINGS: dict[str, Doing] = HOTLINE.doings | UNIT.doings | TOGETHER.doings | TALK.doings | WATCHING.doings
_KINDS: dict[str, type[Refusal]] = {
    "not_found": NotFound,
    "not_allowed": NotAllowed,
    "conflict": Conflict,
    "invalid": Invalid,
    "unavailable": Unavailable,
}
_PASSES = [timedelta(minutes=minutes) for minutes in (1, 1, 7, 7, 7, 40, 40, 180, 1500, 6000)]
_HAPPENS = ["right"] * 13 + ["wrong"] * 2 + ["work"] * 3 + ["arrival", "reading"]
_MOST_ORDERS = 5
_OFTEN = 0.7  # how often the oldest order is taken among several, and a job of orders among those that wait
# One number a step: all that is left to chance in it follows from that.
_SEEDS = st.integers(0, 2**64 - 1)
_ANSWERED = {"replied", "awaiting_followup"}
_OF_ORDERS = ("intake.", "handling.", "followup.", "notices.climb_roster")


class Anyhow(RuleBasedStateMachine):
    """A few orders of one centre, from their registration on.

    ``wipe`` empties the database of orders and jobs; ``plot`` is what the runs are mostly about, ``taken`` what was
    ever done in them.
    """

    troupes: ClassVar[dict[str, Troupe]]
    wipe: ClassVar[Callable[[], None]]
    plot: ClassVar[str]
    runs: ClassVar[int] = 0
    taken: ClassVar[set[str]] = set()

    def __init__(self) -> None:
        super().__init__()
        self.sheets: dict[int, Sheet] = {}
        self.done: set[int] = set()
        self.at = MONDAY
        self.steps = 0
        self.is_whole = False

    @initialize(seed=_SEEDS)
    def begin(self, seed: int) -> None:
        """Empty the house, and let two callers call."""
        type(self).wipe()
        type(self).runs += 1
        note(f"run {self.runs}")
        self.begun = f"{self.plot} {seed}"
        self.chance = random.Random(self.begun)
        self.troupe = self.troupes[self.chance.choice(["national", "beijing"])]
        self._arrive()
        self._walk(MAIN_LINE[: PLOTS[self.plot][0]])
        self._arrive()
        self.is_whole = True

    @rule(seed=_SEEDS)
    def something_happens(self, seed: int) -> None:
        """Let time pass, and one thing happen."""
        self.is_whole = False
        self.steps += 1
        self.chance = random.Random(f"{self.begun} {self.steps} {seed}")
        self.at += self.chance.choice(_PASSES)
        what = self.chance.choice(_HAPPENS)
        if what == "work":
            self._work()
        elif what == "reading":
            self._read(self.chance.choice(self.troupe.names), self.chance.randrange(9))
        elif what == "arrival" and len(self.sheets) < _MOST_ORDERS:
            self._arrive()
        else:
            self._act(is_right=what == "right")
        self._look()
        self.is_whole = True

    def _walk(self, actions: Sequence[str]) -> None:
        """Bring the first order some way along the main line."""
        (sheet,) = self.sheets.values()
        for action in actions:
            if who := next((who for name, who in self._possible(sheet) if name == action), ""):
                self._do(DOINGS[action], self._as(sheet, who, sheet.events), who)
            self._look()

    def _look(self) -> None:
        for look in looks(self.sheets):
            compare(self.sheets[look.id], look)

    def _arrive(self) -> None:
        """Let a demand come in, by telephone or on the public pages."""
        urgency, number = self.chance.choice([1, 2, 3, 3, 4]), len(self.sheets)
        is_web, is_secret = self.chance.choice([(False, False), (False, False), (True, False), (False, True)])
        with one_commit():
            if is_web:
                demand = CitizenDemand(original="村口路灯不亮，晚上看不清路。", phone="13800000009")
                nonce, address = f"{number:032x}", f"192.0.2.{number}"
                told = register_by_citizen(
                    demand=demand, nonce=nonce, address=address, actor=self.troupe.citizen, at=self.at
                )
                order = Order.objects.get(pk=told.order_id)
            else:
                operator = self.troupe.cast.operator
                order = create_order(
                    operator=operator,
                    at=self.at,
                    urgency=Urgency(urgency),
                    phone=f"1380000000{number}",
                    wants_secrecy=is_secret,
                    title="油烟扰民",
                    transfer="请查处油烟扰民。",
                )
        self.sheets[order.pk] = Sheet(
            id=order.pk,
            number=order.number,
            centre=order.centre_id,
            urgency=3 if is_web else urgency,
            is_confidential=is_secret,
            state="awaiting_acceptance" if is_web else "awaiting_dispatch",
            clocks={("accept" if is_web else "dispatch", None)},
        )
        note(f"{order.pk} arrives, urgency {urgency}")

    def _act(self, *, is_right: bool) -> None:
        """Let somebody do something: what they may, or just anything."""
        choose = self._choose
        still_open = [pk for pk, one in sorted(self.sheets.items()) if one.is_open]
        alone = [pk for pk in still_open if "merged" not in self.sheets[pk].roads]
        hero = alone[:1] if is_right and self.chance.random() < _OFTEN else []
        sheet = self.sheets[choose(hero or (is_right and still_open) or sorted(self.sheets))]
        if is_right:
            possible = self._possible(sheet)
            if choose(range(4)) == 0:
                self._compare_offers(sheet, possible)
            names = sorted({name for name, _ in possible}) or ["add_information"]
            weights = [weight(name, of=DOINGS[name].weight, plot=self.plot) for name in names]
            doing = DOINGS[self.chance.choices(names, weights)[0]]
            who = choose([who for name, who in possible if name == doing.action] or ["operator"])
        else:
            doing, who = DOINGS[choose(DOINGS)], choose(self.troupe.names)
        seen = sheet.events - (1 if choose(range(20)) == 1 else 0)
        self._do(doing, self._as(sheet, who, seen), who)

    def _choose(self, several: Collection[Any]) -> Any:
        return self.chance.choice(list(several))

    def _possible(self, sheet: Sheet) -> list[tuple[str, str]]:
        """Return what may be done to an order now, and by whom."""
        fitting = [(name, doing) for name, doing in DOINGS.items() if sheet.state in doing.states]
        turns = [(who, self._as(sheet, who, sheet.events)) for who in self.troupe.names]
        turns = [(who, turn) for who, turn in turns if sheet.is_seen_by(turn.actor)]
        # Most fail by their role: asking for that first spares nine tenths of the rest.
        return [
            (name, who)
            for who, turn in turns
            for role in [turn.actor.role.value]
            for name, doing in fitting
            if role in doing.roles and not doing.refusal(turn)
        ]

    def _compare_offers(self, sheet: Sheet, possible: Collection[tuple[str, str]]) -> None:
        """See that nobody is offered what they may not do."""
        facts = Dossier(Order.objects.get(pk=sheet.id)).facts
        for who in self.troupe.people:
            offered = {row.action for row in actions_for(facts, self._actor(who, sheet))}
            assert offered <= {name for name, whose in possible if whose == who}, f"{who} is offered {offered}"

    def _as(self, sheet: Sheet, who: str, seen: int) -> Turn:
        return Turn(
            sheet=sheet,
            actor=self._actor(who, sheet),
            at=self.at,
            seen=seen,
            troupe=self.troupe,
            others=self.sheets,
            choose=self._choose,
        )

    def _actor(self, who: str, sheet: Sheet) -> Any:
        other = next((pk for pk in self.sheets if pk != sheet.id), 0)
        return self.troupe.actor(who, order_id=sheet.id, other_id=other)

    def _do(self, doing: Doing, turn: Turn, who: str) -> None:
        """Do it as an entrance does; refused or not, it is as the sheet says."""
        plan, sheet = doing.plan(turn), turn.sheet
        at_the_door = doing.refusal(turn)
        expected = at_the_door or plan.refused
        note(f"{self.at:%m-%d %H:%M} {who} does {doing.action} to {sheet.id} ({sheet.state}): {expected or 'taken'}")
        before, fault = written(), self._tried(plan, turn, is_known=at_the_door != "not_found")
        if fault is None:
            assert not expected, f"{expected} expected, but it was done"
            sheet.events += 1
            self.taken.add(doing.action)
            plan.then(None)
            return
        assert expected, f"refused: {fault!r}"
        # Whoever may not is told so at the entrance already; here it is enough that it is refused.
        is_outside = at_the_door == "not_allowed" and turn.actor.role.value not in doing.roles
        kinds = {_KINDS[kind] for kind in (at_the_door, plan.refused) if kind}
        kinds |= {Refusal} if is_outside or at_the_door == "not_found" else set()
        assert isinstance(fault, tuple(kinds)), f"{expected} expected, {fault!r}"
        assert written() == before, "a refusal left a line"

    def _tried(self, plan: Plan, turn: Turn, *, is_known: bool) -> Refusal | None:
        """Do it in one commit; return why it was refused. Who may know of the order finds it at the door."""
        try:
            with one_commit():
                if is_known:
                    dossier_by_number(number=turn.sheet.number, actor=turn.actor)
                plan.do()
        except Refusal as fault:
            return fault
        except IntegrityError as fault:
            raise AssertionError(f"nothing refused it but the database: {fault}") from fault
        return None

    def _work(self) -> None:
        """Let the worker do one of the jobs that wait, now and then twice."""
        if jobs := self._waiting():
            of_orders = [job for job in jobs if job.task.startswith(_OF_ORDERS)]
            job = self.chance.choice((self.chance.random() < _OFTEN and of_orders) or jobs)
            for _ in range(self.chance.choice([1, 1, 1, 2])):
                self._run(job)

    def _waiting(self) -> list[Job]:
        ripe = (job for job in waiting_jobs() if job.not_before is None or job.not_before <= self.at)
        return [job for job in ripe if job.id not in self.done]

    def _run(self, job: Job) -> None:
        note(f"{self.at:%m-%d %H:%M} the worker does {job.task} {job.args}")
        try:
            job.run(at=self.at)
        except Refusal as fault:
            raise AssertionError(f"a job was refused: {fault!r}") from fault
        let_happen(job, self.sheets, at=self.at)
        self.done.add(job.id)

    def _read(self, who: str, place: int) -> None:
        """Let somebody look: at all that they may see, and at the page of one order."""
        sheets = list(self.sheets.values())
        sheet = sheets[place % len(sheets)]
        compare_reads(sheets, self.troupe, who, order_id=sheet.id, other_id=sheets[(place + 1) % len(sheets)].id)
        actor = self._actor(who, sheet)
        if who in {CITIZEN, NEIGHBOUR}:
            return
        try:
            page = order_page(number=sheet.number, actor=actor, at=self.at)
        except NotFound:
            assert not sheet.is_seen_by(actor), f"the page is closed to {who}"
        else:
            assert sheet.is_seen_by(actor), f"the page is open to {who}"
            possible = {name for name, whose in self._possible(sheet) if whose == who}
            buttons = {button.action for button in page.buttons}
            assert buttons <= possible, f"buttons of {who}: {buttons - possible}"

    def teardown(self) -> None:
        """Let the worker come to the end of what changes orders; then see history, lists and pages."""
        if not self.is_whole:
            return
        for _ in range(9):
            for job in self._waiting():
                if job.task.startswith(_OF_ORDERS):
                    self._run(job)
        self._look()
        self._children_follow()
        compare_queues(self.sheets.values(), self.troupe, at=self.at)
        report = verify_history(keys=keys_of(settings.HUYING_SECRETS), own_file=None)
        assert report.is_clean, f"history: {[finding.sentence for finding in report.findings]}"
        chance = self.chance
        for who in (chance.choice(["outsider", "stranger", "auditor", NEIGHBOUR]), chance.choice(self.troupe.names)):
            self._read(who, chance.randrange(9))
        if chance.randrange(4) == 0:
            self._open(chance)

    def _children_follow(self) -> None:
        for sheet in self.sheets.values():
            if sheet.is_open and "merged" in sheet.roads:
                master = self.sheets[sheet.master or 0]
                assert master.is_open, "merged into an order that is over"
                assert master.state not in _ANSWERED, "merged into an order that was answered"
                assert master.lead is None or sheet.lead == master.lead, "does not follow its master"
                assert not sheet.put_off_with(master), "is not due with its master"

    def _open(self, chance: random.Random) -> None:
        """Let somebody of those who may see it open the page of an order, and press one of its buttons."""
        sheet = chance.choice(list(self.sheets.values()))
        knows = [who for who, actor in self.troupe.people.items() if sheet.is_seen_by(actor)]
        with browser(self.troupe.people[chance.choice(knows)], at=self.at) as client:
            answer = client.get(reverse("order", args=[sheet.number]))
            assert answer.status_code == 200, f"page: {answer.status_code}"
            if buttons := answer.context["page"].buttons:
                action = chance.choice(buttons).action
                answer = client.get(reverse(action, args=[sheet.number]))
                assert answer.status_code in {200, 409}, f"form of {action}: {answer.status_code}"
