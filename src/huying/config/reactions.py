"""What follows from what: the one table from facts to the jobs they wake.

A job is put into the transaction of the write that published the fact, and vanishes with it. Jobs run
at least once; each effect is keyed so that it is recorded once.
"""

from __future__ import annotations

from huying.coordination.tasks import lapse_when_open
from huying.dispatch.tasks import suggest_unit_task
from huying.domain.facts import Fact
from huying.domain.states import FINAL, State
from huying.domain.webhooks import FACTS
from huying.exchange.tasks import tell_subscribers
from huying.followup.tasks import open_task_when_due
from huying.foundation.outbox import Reaction
from huying.handling.tasks import settle_ledger_when_hung
from huying.intake.tasks import answer_children, let_children_follow, let_follow, release_children


def _suggest(fact: Fact) -> None:
    if fact.state == State.AWAITING_DISPATCH:
        suggest_unit_task.defer(order_id=fact.order_id)


def _follow_up(fact: Fact) -> None:
    if fact.state == State.REPLIED:
        open_task_when_due(order_id=fact.order_id, event=fact.event, at=fact.at)


def _let_follow(fact: Fact) -> None:
    let_follow(order_id=fact.order_id, centre_id=fact.centre_id)


def _let_children_follow(fact: Fact) -> None:
    let_children_follow(order_id=fact.order_id, centre_id=fact.centre_id)


def _answer_children(fact: Fact) -> None:
    if fact.state == State.REPLIED:
        answer_children(order_id=fact.order_id, centre_id=fact.centre_id, event=fact.event)


def _release_children(fact: Fact) -> None:
    release_children(order_id=fact.order_id, centre_id=fact.centre_id)


def _settle_ledger(fact: Fact) -> None:
    if fact.state in FINAL:
        settle_ledger_when_hung(order_id=fact.order_id, centre_id=fact.centre_id, event=fact.event)


def _lapse(fact: Fact) -> None:
    if fact.state in FINAL:
        lapse_when_open(order_id=fact.order_id, centre_id=fact.centre_id)


_OF_SOME: dict[str, tuple[Reaction, ...]] = {
    "OrderOpened": (_suggest,),
    "OrderAccepted": (_suggest,),
    "UnitAssigned": (_let_children_follow,),
    "UnitRuled": (_let_children_follow,),
    "OrderMerged": (_let_follow,),
    "ReplySubmitted": (_follow_up, _answer_children),
    "ReplyReviewed": (_follow_up, _answer_children),
    "MergedAnswered": (_follow_up,),
    "VerdictRecorded": (_settle_ledger, _lapse),
    "CallAttempted": (_settle_ledger, _lapse),
    "OrderWithdrawn": (_release_children, _settle_ledger, _lapse),
}
# Systems of others may ask to be told of any fact.
REACTIONS: dict[str, tuple[Reaction, ...]] = {fact: (*_OF_SOME.get(fact, ()), tell_subscribers) for fact in FACTS}
