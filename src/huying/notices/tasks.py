"""Jobs of notices. A message goes out outside any transaction: a dead gateway never slows a write."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from huying.adapters.sms.client import HttpGateway
from huying.adapters.sms.fake import FakeGateway
from huying.adapters.sms.port import Gateway, SmsFailed
from huying.domain.facts import Fact
from huying.foundation import clock
from huying.foundation.commit import one_commit
from huying.notices.actions.claim_message import Claim, Outgoing, claim_message
from huying.notices.actions.climb_roster import climb_roster
from huying.notices.actions.plan_messages import JOB, PRIORITY, plan_messages
from huying.notices.actions.record_message import record_message
from huying.notices.actions.sweep_notices import sweep_notices
from huying.notices.actions.tell import tell
from huying.notices.queries.audiences import automatic
from huying.notices.queries.messages import left_waiting
from huying.notices.queries.rules import is_told

# A job that found the database gone is tried again; the gateway's faults have pauses of their own.
_AGAIN = RetryStrategy(max_attempts=10, wait=10)
# What should have gone out so long ago has lost its job.
_LOST = timedelta(minutes=10)


def tell_people(fact: Fact) -> None:
    """Put the job that tells of a fact into the present transaction, where the policy has a rule for it."""
    if is_told(fact=fact):
        words = {**vars(fact), "at": fact.at.isoformat()}
        tell_task.defer(**words)


@app.task(queue="notices", name="notices.tell", priority=5, retry=_AGAIN)
def tell_task(*, name: str, order_id: int, centre_id: int, event: int, state: str, at: str) -> None:
    """Write who is told, with a job for each message and for the roster; running it again changes nothing."""
    moment = datetime.fromisoformat(at)
    fact = Fact(name=name, order_id=order_id, centre_id=centre_id, event=event, state=state, at=moment)
    with one_commit():
        told = tell(fact=fact)
        plan_messages(due=told.messages)
        if told.climbs_at:
            _climb_at(told.climbs_at, order_id=order_id, centre_id=centre_id, sent=event, above=told.above)


@app.task(queue="notices", name="notices.climb_roster", priority=10, retry=_AGAIN)
def climb_roster_task(*, order_id: int, centre_id: int, sent: int, above: int) -> None:
    """Take the next step of a unit's roster; running it again changes nothing."""
    with one_commit():
        actor = automatic(centre_id=centre_id)
        climbed = climb_roster(order_id=order_id, sent=sent, above=above, actor=actor, at=clock.now())
        if climbed:
            plan_messages(due=climbed.messages)
        if climbed and climbed.climbs_at:
            _climb_at(climbed.climbs_at, order_id=order_id, centre_id=centre_id, sent=sent, above=climbed.rank)


@app.task(queue="messages", name=JOB, priority=PRIORITY, retry=_AGAIN)
def send_message_task(*, message_id: int) -> None:
    """Send a message once, and plan the next try where it did not go out."""
    outgoing = _claim(message_id).outgoing
    if outgoing is None:
        return
    provider_no, fault, is_final = "", "", False
    try:
        provider_no = _gateway(is_demo=outgoing.is_demo).send(
            message_id=outgoing.message_id, phone=outgoing.phone, text=outgoing.text
        )
    except SmsFailed as failed:
        fault, is_final = str(failed), failed.is_final
    _record(message_id, outgoing, provider_no=provider_no, fault=fault, is_final=is_final)


@app.task(queue="notices", name="notices.send_waiting", queueing_lock="notices.send_waiting")
def send_waiting_task(*, timestamp: int) -> None:
    """Give a job to every message that has lost its own."""
    del timestamp
    at = clock.now()
    for message_id in left_waiting(before=at - _LOST):
        with one_commit():
            plan_messages(due=[(message_id, at)])


@app.task(queue="notices", name="notices.sweep_notices", lock="notices.sweep_notices")
def sweep_notices_task(*, timestamp: int) -> None:
    """Let go of old notices and messages, nightly."""
    del timestamp
    with one_commit():
        sweep_notices(at=clock.now())


def _claim(message_id: int) -> Claim:
    with one_commit():
        claim = claim_message(message_id=message_id, at=clock.now())
        if claim.again_at:
            plan_messages(due=[(message_id, claim.again_at)])
    return claim


def _record(message_id: int, sent: Outgoing, *, provider_no: str, fault: str, is_final: bool) -> None:
    with one_commit():
        again_at = record_message(
            message_id=message_id,
            tries=sent.tries,
            provider_no=provider_no,
            fault=fault,
            is_final=is_final,
            at=clock.now(),
        )
        if again_at:
            plan_messages(due=[(message_id, again_at)])


def _climb_at(at: datetime, *, order_id: int, centre_id: int, sent: int, above: int) -> None:
    climb_roster_task.configure(schedule_at=at).defer(order_id=order_id, centre_id=centre_id, sent=sent, above=above)


def _gateway(*, is_demo: bool) -> Gateway:
    """Return who carries messages: for a demonstration nobody, its invented people are never written to (约定)."""
    return FakeGateway() if is_demo else HttpGateway(url=settings.HUYING_SMS_URL, secret=settings.HUYING_SMS_SECRET)
