"""What follows from what: the one table from facts to the jobs they wake.

A job is put into the transaction of the write that published the fact, and vanishes with it. Jobs run
at least once; each effect is keyed so that it is recorded once.
"""

from __future__ import annotations

from huying.coordination.tasks import lapse_when_open
from huying.dispatch.tasks import lapse_return_when_waiting, suggest_unit_task
from huying.domain.facts import Fact
from huying.domain.states import FINAL, State
from huying.domain.webhooks import FACTS
from huying.exchange.tasks import tell_subscribers
from huying.followup.tasks import open_task_when_due
from huying.foundation.outbox import Reaction
from huying.handling.tasks import lapse_requests_when_waiting, settle_ledger_when_hung
from huying.intake.tasks import answer_children, let_children_follow, let_follow, put_off_children, release_children
from huying.notices.tasks import tell_people
from huying.supervision.tasks import lapse_when_supervised, note_reply_leads_task


def _suggest(fact: Fact) -> None:
    if fact.state == State.AWAITING_DISPATCH:
        suggest_unit_task.defer(order_id=fact.order_id)


def _follow_up(fact: Fact) -> None:
    if fact.state == State.REPLIED:
        open_task_when_due(order_id=fact.order_id, event=fact.event, at=fact.at)


def _answer_children(fact: Fact) -> None:
    if fact.state == State.REPLIED:
        answer_children(fact)


def _settle_ledger(fact: Fact) -> None:
    if fact.state in FINAL:
        settle_ledger_when_hung(order_id=fact.order_id, centre_id=fact.centre_id, event=fact.event)


def _read_reply(fact: Fact) -> None:
    note_reply_leads_task.defer(order_id=fact.order_id, event=fact.event)


def _lapse(fact: Fact) -> None:
    if fact.state in FINAL:
        lapse_when_open(order_id=fact.order_id, centre_id=fact.centre_id)
        lapse_return_when_waiting(order_id=fact.order_id, centre_id=fact.centre_id)
        lapse_requests_when_waiting(order_id=fact.order_id, centre_id=fact.centre_id)
        lapse_when_supervised(order_id=fact.order_id, centre_id=fact.centre_id)


_OF_SOME: dict[str, tuple[Reaction, ...]] = {
    "OrderOpened": (_suggest,),
    "OrderAccepted": (_suggest,),
    "OrderRecalled": (_suggest, let_children_follow),
    "ReturnSettled": (_suggest, let_children_follow),
    "UnitAssigned": (let_children_follow,),
    "UnitRuled": (let_children_follow,),
    "OrderSigned": (let_children_follow,),
    "OrderMerged": (let_follow,),
    "ReplySubmitted": (_follow_up, _answer_children, _read_reply),
    "ReplyReviewed": (_follow_up, _answer_children),
    "ExtensionReviewed": (put_off_children,),
    "ExtensionSettled": (put_off_children,),
    "HangingReviewed": (put_off_children,),
    "HangingSettled": (put_off_children,),
    "HangingEnded": (put_off_children,),
    "MergedAnswered": (_follow_up,),
    "VerdictRecorded": (_settle_ledger, _lapse),
    "CallAttempted": (_settle_ledger, _lapse),
    "OrderWithdrawn": (release_children, _settle_ledger, _lapse),
}
# The policy may name people for any fact, and systems of others may ask to be told of it.
_OF_ALL: tuple[Reaction, ...] = (tell_people, tell_subscribers)
REACTIONS: dict[str, tuple[Reaction, ...]] = {fact: (*_OF_SOME.get(fact, ()), *_OF_ALL) for fact in FACTS}
