"""Let one demand of the demonstration live: everything that happens to it, by the real actions, each at its time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any

from django.db import transaction

from huying.demo.actions.receive_call import receive_call
from huying.demo.queries.calls import FIRST_WAVE, REVIEWED, REWORKED, Call
from huying.demo.queries.cast import Cast, Quality
from huying.demo.queries.hours import daytime_from, office_from, office_until
from huying.demo.queries.invented import texts
from huying.dispatch.actions.assign_unit import assign_unit
from huying.dispatch.actions.suggest_unit import suggest_unit
from huying.dispatch.models import Suggestion
from huying.dispatch.tasks import suggest_unit_task
from huying.domain.actors import Actor, Role, policy_actor
from huying.domain.policies import OrderKind, Urgency
from huying.domain.states import State
from huying.followup.actions.open_task import open_task
from huying.followup.actions.record_attempt import record_attempt
from huying.followup.actions.record_verdict import record_verdict
from huying.followup.choices import Satisfaction, Solved
from huying.followup.queries import opening_of
from huying.followup.tasks import open_task_when_due
from huying.foundation import clock, outbox
from huying.handling.actions.pass_down import pass_down
from huying.handling.actions.pass_up import pass_up
from huying.handling.actions.record_contact import record_contact
from huying.handling.actions.record_progress import record_progress
from huying.handling.actions.record_visit import record_visit
from huying.handling.actions.report_assist import report_assist
from huying.handling.actions.review_reply import review_reply
from huying.handling.actions.sign_order import sign_order
from huying.handling.actions.submit_reply import submit_reply
from huying.intake.actions.accept_order import accept_order
from huying.intake.actions.add_information import add_information
from huying.intake.actions.withdraw_order import withdraw_order
from huying.intake.choices import Route
from huying.workorders.choices import (
    FINDINGS,
    AnsweredBy,
    DemandFinding,
    FactFinding,
    ResultKind,
    SiteCheck,
    UnreachedReason,
    VisitMet,
    VisitPurpose,
)
from huying.workorders.models import Order

_MINUTE, _HOUR, _DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
_STUCK_FOR = timedelta(days=40)


class _OverError(Exception):
    """The next step would lie after the moment up to which the demonstration lives."""


@transaction.atomic(savepoint=False)
def live_order(*, call: Call, cast: Cast, seed: int, until: datetime) -> int:
    """Register a demand and take it as far as it comes before ``until``; return the order's id.

    Each action runs under the clock moved to its moment. What jobs would do is done at once; only what would
    come after ``until`` is left to a job. The same seed and call give the same life.
    """
    rng = Random(f"{seed}/life/{call.number}")  # noqa: S311  # a demonstration, no secret
    life = _Life(call=call, cast=cast, rng=rng, until=until, at=call.at)
    with outbox.held():
        try:
            life.begin()
            if call.route is Route.DISPATCH or life.is_for_dispatch:
                life.dispatch()
                life.handle()
        except _OverError:
            pass
    return life.order_id


@dataclass(kw_only=True)
class _Life:
    """One order on its way: where it is, and what comes next. ``seen`` is its last event."""

    call: Call
    cast: Cast
    rng: Random
    until: datetime
    at: datetime
    order_id: int = 0
    seen: int = 0
    is_for_dispatch: bool = False
    lead_id: int = 0
    started: datetime = field(init=False)
    due: datetime = field(init=False)
    words: dict[str, Any] = field(default_factory=lambda: texts()["speech"]["work"])

    def do(self, action: Callable[..., None], actor: Actor, *, after: timedelta | datetime, **given: Any) -> None:
        """Take one step, ``after`` the last one or at a moment, but never before the last one."""
        at = max(self.at + _MINUTE / 4, after if isinstance(after, datetime) else self.at + after)
        if at > self.until:
            raise _OverError
        with clock.moved(at):
            action(order_id=self.order_id, seen=self.seen, actor=actor, at=at, **given)
        self.at, self.seen = at, self.seen + 1

    @property
    def is_fresh(self) -> bool:
        """Say whether it came in right before ``until``: then it is taken in hand at once, at any hour."""
        return self.until - self.call.at < _HOUR

    def minutes(self, least: float, most: float) -> timedelta:
        """Draw a while, short ones more often."""
        return _MINUTE * (least + (most - least) * self.rng.random() ** 2) * (0.3 if self.is_fresh else 1)

    def office(self, after: timedelta) -> datetime:
        """Return when somebody in an office comes to it; what is urgent does not wait for the morning."""
        if self.call.urgency is Urgency.EMERGENCY:
            return self.at + min(after, 25 * _MINUTE)
        return self.at + after if self.is_fresh else office_from(self.at + after, self.cast.calendar)

    def daytime(self, after: timedelta) -> datetime:
        """Return when the hotline comes to it, any day of the week."""
        return self.at + after if self.is_fresh else daytime_from(self.at + after)

    def chance(self, share: float) -> bool:
        """Draw yes or no."""
        return self.rng.random() < share

    def word(self, kind: str) -> str:
        """Draw a sentence."""
        text: str = self.rng.choice(self.words[kind])
        return text

    def hotline(self, role: Role) -> Actor:
        """Draw somebody of the hotline."""
        return self.cast.one(self.rng, self.cast.hotline_id, role)

    @property
    def lead(self) -> Quality:
        """How the unit does that has the order."""
        return self.cast.quality[self.lead_id]

    # 受理

    def begin(self) -> None:
        """Register the demand, as an operator hears it or as it comes in by itself."""
        call = self.call
        with clock.moved(call.at):
            order = receive_call(call=call, cast=self.cast, operator=self.hotline(Role.OPERATOR), at=call.at)
        self.order_id, self.seen = order.pk, 1
        self.is_for_dispatch = order.state == State.AWAITING_DISPATCH
        if order.state == State.AWAITING_ACCEPTANCE:
            route = call.route if call.route is not Route.PROGRESS else Route.ANSWER
            self.do(
                accept_order,
                self.hotline(Role.OPERATOR),
                after=self.daytime(self.minutes(8, 300)),
                route=route,
                kind=call.kind,
                urgency=call.urgency,
                matter_id=self.cast.matters[call.matter],
                region_id=self.cast.regions[call.community],
                reason=call.reason,
            )

    # 派单

    def dispatch(self) -> None:
        """Suggest a unit and send the order to one; a burst's calls and few others are withdrawn before."""
        if (at := self.at + timedelta(seconds=2)) > self.until:
            suggest_unit_task.defer(order_id=self.order_id)
            raise _OverError
        suggest_unit(order_id=self.order_id, at=at)
        lead_id, assists, basis = Suggestion.objects.values_list("lead_unit_id", "assist_unit_ids", "legal_basis").get(
            order_id=self.order_id
        )
        street = self.cast.governs[self.call.street]
        if self.call.lead:
            lead_id, assists = street if self.call.lead == "street" else self.cast.units[self.call.lead], []
        self.lead_id = lead_id or street
        helping = [unit for unit in assists if self.chance(0.3)]
        if self.lead_id not in self.cast.streets and self.chance(0.1):
            helping.append(street)
        is_urgent = self.call.urgency is Urgency.EMERGENCY
        after = self.minutes(2, 12) if is_urgent else self.daytime(self.minutes(5, 200))
        self._maybe_withdraw(0.004)
        self.do(
            assign_unit,
            self.hotline(Role.DISPATCHER),
            after=after,
            lead_unit_id=self.lead_id,
            assist_unit_ids=helping,
            legal_basis=basis or self.word("basis"),
            remark=self.word("remark") if self.chance(0.06) or self.call.lead == "street" else "",
        )
        self.started = self.at
        self.due = Order.objects.values_list("due_at", flat=True).get(pk=self.order_id) or self.at
        self.helping = helping

    def _maybe_withdraw(self, share: float) -> None:
        if self.chance(share):
            reason = self.word("withdraw")
            self.do(withdraw_order, self.hotline(Role.OPERATOR), after=self.minutes(20, 600), reason=reason)
            raise _OverError

    # 办理

    def handle(self) -> None:
        """Let the unit sign, speak with the caller, work, answer; then the hotline calls back."""
        clerk = self.cast.one(self.rng, self.lead_id, Role.CLERK)
        slow = timedelta(days=2) if self.chance(self.lead.late) else timedelta()
        self.do(sign_order, clerk, after=self.office(self.minutes(4, 260) + slow))
        self._maybe_withdraw(0.006)
        self._contact(clerk, most=2000 if self.chance(self.lead.late) else 200)
        if self.chance(0.05):
            self.do(
                add_information,
                self.hotline(Role.OPERATOR),
                after=self.daytime(self.minutes(30, 900)),
                information=self.word("information"),
            )
        if self.lead_id in self.cast.streets and self.chance(0.6):
            self._pass_down(clerk)
        for unit_id in self.helping:
            helper = self.cast.one(self.rng, unit_id, Role.CLERK)
            self.do(report_assist, helper, after=self.office(self.minutes(60, 900)), report=self.word("assist"))
        if self.chance(0.45):
            self.do(record_progress, clerk, after=self.office(self.minutes(30, 600)), note=self.word("progress"))
        if self.lead_id in self.cast.streets and self.chance(0.2):
            self._visit(clerk)
        self._maybe_withdraw(0.004)
        is_lately = self.until - self.started < _STUCK_FOR
        is_kept = self.call.number in REWORKED or self.call.number in REVIEWED
        if is_lately and not is_kept and self.chance(self.lead.stuck * (8 if self.call.number < FIRST_WAVE else 1)):
            raise _OverError
        self._answer(clerk, is_rework=False)
        self.call_back(is_rework=False)

    def _contact(self, clerk: Actor, *, most: float) -> None:
        reached = not self.chance(0.05)
        self.do(
            record_contact,
            clerk,
            after=self.office(self.minutes(6, most)),
            reached=reached,
            unreached_reason=None if reached else UnreachedReason.NO_ANSWER,
            note=self.word("contact" if reached else "unreached"),
        )

    def _visit(self, clerk: Actor) -> None:
        """Go to the caller: to talk where something was asked or proposed, else to handle."""
        is_talk = self.call.kind in {OrderKind.CONSULTATION, OrderKind.SUGGESTION}
        purpose, came = VisitPurpose.TALK if is_talk else VisitPurpose.HANDLE, self.office(self.minutes(60, 900))
        said = {"purpose": purpose, "met": VisitMet.CALLER, "went": "街道两名工作人员", "note": self.word("visit")}
        self.do(record_visit, clerk, after=came + _HOUR / 2, visited_at=came, **said)

    def _pass_down(self, clerk: Actor) -> None:
        below = self.cast.governs.get(self.call.community, 0)
        if self.lead_id != self.cast.governs[self.call.street] or Role.COMMUNITY not in self.cast.seats[below]:
            return
        worker = self.cast.one(self.rng, below, Role.COMMUNITY)
        self.do(pass_down, clerk, after=self.office(self.minutes(5, 90)), unit_id=below, note=self.word("down"))
        if self.chance(0.3):
            self.do(record_progress, worker, after=self.office(self.minutes(30, 500)), note=self.word("progress"))
        self.do(pass_up, worker, after=self.office(self.minutes(60, 1500)), report=self.word("up"))

    def _answer(self, clerk: Actor, *, is_rework: bool) -> None:
        """Reply in time, or not; a reviewer may send the reply back once."""
        is_late = self.chance(self.lead.late)
        share = self.rng.uniform(1.03, 1.5) if is_late else 0.2 + 0.75 * self.rng.betavariate(2.4, 2)
        if self.call.number in REWORKED or self.call.number in REVIEWED:
            share = min(share, 0.4)
        target = self.started + (self.due - self.started) * share
        at = office_from(target, self.cast.calendar) if is_late else office_until(target, self.cast.calendar)
        reviewer = self.cast.one(self.rng, self.lead_id, Role.REVIEWER)
        self._reply(clerk, at=max(at, self.office(self.minutes(15, 90))), is_rework=is_rework)
        if self.call.number in REVIEWED:
            raise _OverError
        if self.chance(0.05):
            self.do(review_reply, reviewer, after=self._by_due(is_late), passed=False, opinion=self.word("review"))
            self._reply(clerk, at=self.at + self.minutes(15, 60), is_rework=is_rework)
        self.do(review_reply, reviewer, after=self._by_due(is_late), passed=True)

    def _by_due(self, is_late: bool) -> datetime:  # noqa: FBT001  # a fact, not a switch
        """Return when the reviewer looks: in office hours, unless that would be after the limit."""
        at = self.office(self.minutes(8, 480))
        return at if is_late or at < self.due else self.at + self.minutes(3, 20)

    def _reply(self, clerk: Actor, *, at: datetime, is_rework: bool) -> None:
        self.result = self._result()
        done = self.rng.choice(self.call.done)
        if self.result is ResultKind.EXPLAINED and self.call.kind is not OrderKind.CONSULTATION:
            done = self.word("explained")
        if self.result is ResultKind.UNSOLVED:
            done = self.word("unsolved")
        if is_rework:
            done = self.word("rework").format(did=done)
        self.do(
            submit_reply,
            clerk,
            after=at,
            fact_finding=self._finding(),
            demand_finding=DemandFinding.REASONABLE if self.chance(0.93) else DemandFinding.NO_POLICY,
            result=self.result,
            answered_by=self.rng.choice(
                [AnsweredBy.PHONE, AnsweredBy.PHONE, AnsweredBy.HOME_VISIT, AnsweredBy.MEETING]
            ),
            legal_basis=self.word("basis"),
            words=f"经核实，{done}。{self.word('told')}",
            **self._site(),
        )

    def _site(self) -> dict[str, Any]:
        """Return whether somebody looked at the place, as a reply says it."""
        if self.call.kind in {OrderKind.CONSULTATION, OrderKind.SUGGESTION}:
            return {"site_check": SiteCheck.NO_SITE}
        if self.chance(0.35):
            return {"site_check": SiteCheck.NOT_DONE}
        return {"site_check": SiteCheck.DONE, "site_checked_at": self.at}

    def _result(self) -> ResultKind:
        if self.call.kind is OrderKind.CONSULTATION:
            return ResultKind.EXPLAINED
        drawn = self.rng.random()
        if drawn < self.lead.unsolved / 3:
            return ResultKind.UNSOLVED
        return ResultKind.EXPLAINED if drawn < 0.14 + self.lead.unsolved / 3 else ResultKind.SOLVED

    def _finding(self) -> FactFinding:
        fit = FINDINGS[self.call.kind]
        weights = (72, 22, 0 if self.result is ResultKind.SOLVED else 40, 6)
        (found,) = self.rng.choices(fit, weights=weights[: len(fit)])
        return found

    # 回访

    def call_back(self, *, is_rework: bool) -> None:
        """Open the follow-up as its policy says, call, and do it again where the caller says that it is not solved."""
        opening = opening_of(order_id=self.order_id, replied_at=self.at)
        if (at := opening.at + timedelta(seconds=self.rng.randrange(2, 40))) > self.until:
            open_task_when_due(order_id=self.order_id, event=self.seen, at=self.at)
            raise _OverError
        with clock.moved(at):
            actor = policy_actor(centre_id=self.cast.centre_id, name="followup_due")
            open_task(order_id=self.order_id, round=opening.round, actor=actor, at=at)
        self.at, self.seen = at, self.seen + 1
        person = self.hotline(Role.FOLLOWUP)
        wait = self.minutes(60, 600 if self.call.number in REWORKED else 3600)
        for unanswered in (0.14, 0.3):
            if not self.chance(unanswered):
                break
            self.do(record_attempt, person, after=self.daytime(wait), note=self.word("missed"))
            wait = _DAY + self.minutes(20, 400)
        else:
            return
        if self._verdict(person, after=self.daytime(wait), is_rework=is_rework) and not is_rework:
            self._rework()

    def _verdict(self, person: Actor, *, after: datetime, is_rework: bool) -> bool:
        """Record what the caller says; return whether it is unsolved."""
        share = self.lead.unsolved * (2 if self.result is ResultKind.UNSOLVED else 1) + 0.25 * is_rework
        is_unsolved = self.chance(share * (0.3 if self.call.kind is OrderKind.CONSULTATION else 1))
        is_unsolved |= self.call.number in REWORKED and not is_rework
        weights = [0, 3, 22, 48, 24, 3] if is_unsolved else [38, 38, 18, 3, 0, 3]
        (satisfied,) = self.rng.choices(list(Satisfaction), weights=weights)
        is_happy = satisfied in {Satisfaction.VERY_SATISFIED, Satisfaction.SATISFIED}
        solved = Solved.SOLVED if self.chance(0.82) else Solved.BASICALLY
        self.do(
            record_verdict,
            person,
            after=after,
            contacted=self.chance(0.985),
            solved=Solved.UNSOLVED if is_unsolved else solved,
            satisfied=satisfied,
            attitude=Satisfaction.SATISFIED if is_happy else Satisfaction.BASICALLY if self.chance(0.7) else None,
            words=self.word("bad" if is_unsolved else "good" if is_happy else "fair") or "还可以。",
        )
        return is_unsolved

    def _rework(self) -> None:
        if self.call.number in REWORKED and self.chance(0.7):
            raise _OverError
        clerk = self.cast.one(self.rng, self.lead_id, Role.CLERK)
        self.started = self.at
        self.due = Order.objects.values_list("due_at", flat=True).get(pk=self.order_id) or self.at
        self._contact(clerk, most=1500)
        if self.chance(0.5):
            self.do(record_progress, clerk, after=self.office(self.minutes(30, 600)), note=self.word("progress"))
        self._answer(clerk, is_rework=True)
        self.call_back(is_rework=True)
