"""Take a message for sending, so that no other worker sends it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction

from huying.domain.messages import LEASE, after_quiet
from huying.foundation import clock
from huying.notices.choices import MessageState, Suppression
from huying.notices.models import Message
from huying.notices.queries.messages import rests_until, words_of
from huying.notices.queries.recipients import opened
from huying.policy.queries import policy_at

_LOST_TWICE = "两次发送时程序中断，可能已经发出，请核实后再重新发送。"


@dataclass(frozen=True, kw_only=True, repr=False)
class Outgoing:
    """A message that is this worker's to send, now; ``tries`` tells its claim from a later one."""

    message_id: UUID
    phone: str
    text: str
    tries: int
    is_demo: bool


@dataclass(frozen=True, kw_only=True)
class Claim:
    """Either what is to be sent, or when to ask again; neither where the message is over."""

    outgoing: Outgoing | None = None
    again_at: datetime | None = None


@transaction.atomic(savepoint=False)
def claim_message(*, message_id: int, at: datetime) -> Claim:
    """Lock the message and say what is to be done with it.

    Nothing before its time, in quiet hours or while the gateway rests; not at all where the telephone stopped
    messages meanwhile, or no gateway is set. A worker that was lost while sending may have sent: the message is sent
    once more, marked ``may_repeat``, and given up when that happens again.
    """
    row = (
        Message.objects.select_for_update(of=("self",), no_key=True)
        .select_related("recipient", "centre", "order")
        .filter(pk=message_id)
        .first()
    )
    if row is None or row.ended_at is not None:
        return Claim()
    if row.state == MessageState.SENDING and row.claimed_at is not None:
        if row.claimed_at + LEASE > at:
            return Claim(again_at=row.claimed_at + LEASE)
        if row.may_repeat:
            return _over(row, MessageState.FAILED, fault=_LOST_TWICE, at=at)
        row.may_repeat = True
    elif why := _silence(row):
        return _over(row, MessageState.SUPPRESSED, suppression=why, at=at)
    if (not_before := _not_before(row, at)) > at:
        row.state, row.due_at = MessageState.WAITING, not_before
        row.save()
        return Claim(again_at=not_before)
    row.state, row.claimed_at, row.tries = MessageState.SENDING, at, row.tries + 1
    row.save()
    return Claim(
        outgoing=Outgoing(
            message_id=row.message_id,
            phone=opened(row.recipient),
            text=words_of(row),
            tries=row.tries,
            is_demo=row.centre.is_demo,
        )
    )


def _silence(row: Message) -> Suppression | None:
    """Return why a message is not to be sent at all."""
    if not row.centre.is_demo and not settings.HUYING_SMS_URL:
        return Suppression.NO_GATEWAY
    if row.to_citizen and row.recipient.stopped_at is not None and not row.is_required:
        return Suppression.STOPPED
    return None


def _not_before(row: Message, at: datetime) -> datetime:
    """Return when the message may go out: ``at`` or later."""
    moments = [at, row.due_at]
    if row.to_citizen and not row.is_urgent:
        policy = policy_at(centre_id=row.centre_id, at=at).policy
        moments.append(
            after_quiet(at, from_hour=policy.quiet_from_hour, until_hour=policy.quiet_until_hour, zone=clock.SHANGHAI)
        )
    if not row.centre.is_demo and (rests := rests_until(at=at)):
        moments.append(rests)
    return max(moments)


def _over(row: Message, state: MessageState, *, fault: str = "", suppression: str = "", at: datetime) -> Claim:
    row.state, row.suppression, row.ended_at = state, suppression, at
    row.last_fault = fault or row.last_fault
    row.save()
    return Claim()
