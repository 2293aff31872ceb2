"""Write a short message into the log, to be sent by a job."""

from __future__ import annotations

import os
from datetime import datetime
from uuid import uuid4

from django.db import transaction

from huying.domain import query_codes
from huying.domain.messages import after_quiet
from huying.domain.notices import NoticeText
from huying.foundation import clock
from huying.foundation.sealing import lookup_key_id, seal
from huying.notices.choices import MessageState, Suppression
from huying.notices.models import Message, Recipient
from huying.notices.queries.recipients import can_be_written_to, hash_of_code, hashes_of_phone, line_of, seal_context
from huying.policy.queries import policy_at
from huying.workorders.models import Order


@transaction.atomic(savepoint=False)
def write_message(
    *,
    order: Order,
    event: int,
    rule: str,
    text: NoticeText,
    phone: str,
    to_citizen: bool,
    is_urgent: bool,
    is_required: bool = False,
    at: datetime,
) -> Message | None:
    """Write the message, ``None`` where it was written before; once for an event, a rule and a telephone.

    A citizen's waits for the end of the quiet hours unless it is urgent. What is no mobile number is written down as
    not sent, so that somebody sees it.
    """
    line = line_of(phone=phone, centre_id=order.centre_id)
    recipient = _recipient(phone=line.canonical if line else phone.strip(), centre_id=order.centre_id, at=at)
    policy = policy_at(centre_id=order.centre_id, at=at).policy
    due_at = at
    if to_citizen and not is_urgent:
        due_at = after_quiet(
            at, from_hour=policy.quiet_from_hour, until_hour=policy.quiet_until_hour, zone=clock.SHANGHAI
        )
    is_sendable = can_be_written_to(line)
    message, is_new = Message.objects.get_or_create(
        order=order,
        event=event,
        rule=rule,
        recipient=recipient,
        defaults={
            "message_id": uuid4(),
            "centre_id": order.centre_id,
            "text": text,
            "to_citizen": to_citizen,
            "is_urgent": is_urgent,
            "is_required": is_required,
            "state": MessageState.WAITING if is_sendable else MessageState.SUPPRESSED,
            "suppression": "" if is_sendable else Suppression.NOT_MOBILE,
            "due_at": due_at,
            "created_at": at,
            "ended_at": None if is_sendable else at,
        },
    )
    return message if is_new else None


def _recipient(*, phone: str, centre_id: int, at: datetime) -> Recipient:
    """Return the row of a telephone, made anew where there is none."""
    hashes = hashes_of_phone(phone=phone, centre_id=centre_id)
    if known := Recipient.objects.filter(centre_id=centre_id, phone_hash__in=hashes).first():
        return known
    key, code = uuid4(), query_codes.code_of(os.urandom(query_codes.BYTES))
    made, _ = Recipient.objects.get_or_create(
        centre_id=centre_id,
        phone_hash=hashes[0],
        defaults={
            "id": key,
            "lookup_key_id": lookup_key_id(),
            "phone_sealed": seal(phone, context=seal_context("phone", key)),
            "code_hash": hash_of_code(code),
            "code_sealed": seal(code, context=seal_context("code", key)),
            "created_at": at,
        },
    )
    return made
