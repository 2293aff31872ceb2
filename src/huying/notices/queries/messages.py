"""The log of short messages, and what a worker has to know of one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db.models import Max, Q

from huying.domain import query_codes
from huying.domain.actors import NO_ORDERS, Actor
from huying.domain.errors import NotFound
from huying.domain.messages import LEASE, REST
from huying.domain.notices import SENTENCES, NoticeText
from huying.foundation.sealing import open_sealed
from huying.notices.choices import MessageState, Suppression
from huying.notices.models import Message
from huying.notices.queries.recipients import masked, seal_context
from huying.web.rows import Tone

PAGE = 50
_UNDONE = (MessageState.WAITING, MessageState.SENDING)
_TONES: dict[str, Tone] = {
    MessageState.WAITING: Tone.AMBER,
    MessageState.SENDING: Tone.AMBER,
    MessageState.SENT: Tone.GREEN,
    MessageState.FAILED: Tone.RED,
    MessageState.SUPPRESSED: Tone.GREY,
}


class MessageNotFound(NotFound):
    """No such message that failed, in the actor's centre."""

    code = "message_not_found"
    sentence = "没有找到这条发送失败的短信，它可能已经重新发送。"


@dataclass(frozen=True, kw_only=True)
class MessageRow:
    """A message as the log shows it; ``number`` is empty for who may not know of orders.

    ``link`` is the address of the citizen's page, shown in demonstrations only: whoever has it may stop the messages.
    """

    id: int
    number: str
    sentence: str
    phone: str
    to_citizen: bool
    state_label: str
    tone: Tone
    is_failed: bool
    is_waiting: bool
    why: str
    tries: int
    may_repeat: bool
    due_at: datetime
    created_at: datetime
    ended_at: datetime | None
    provider_no: str
    link: str


def messages_for(
    *, actor: Actor, state: str = "", before: int | None = None, limit: int = PAGE
) -> tuple[MessageRow, ...]:
    """Return the messages of the actor's centre, newest first, below id ``before``; telephones are masked."""
    rows = Message.objects.filter(centre_id=actor.centre_id)
    if state:
        rows = rows.filter(state=state)
    if before is not None:
        rows = rows.filter(pk__lt=before)
    is_open = actor.role not in NO_ORDERS
    found = rows.select_related("recipient", "order", "centre").order_by("-pk")[:limit]
    return tuple(_row(row, is_open=is_open) for row in found)


def _row(row: Message, *, is_open: bool) -> MessageRow:
    number = row.order.number if is_open else ""
    return MessageRow(
        id=row.pk,
        number=number,
        sentence=SENTENCES[NoticeText(row.text)].format(number=number or "×××"),
        phone=masked(row.recipient),
        to_citizen=row.to_citizen,
        state_label=MessageState(row.state).label,
        tone=_TONES[row.state],
        is_failed=row.state == MessageState.FAILED,
        is_waiting=row.state in _UNDONE,
        why=Suppression(row.suppression).label if row.suppression else row.last_fault,
        tries=row.tries,
        may_repeat=row.may_repeat,
        due_at=row.due_at,
        created_at=row.created_at,
        ended_at=row.ended_at,
        provider_no=row.provider_no,
        link=_link(row) if row.centre.is_demo and row.to_citizen else "",
    )


def words_of(row: Message) -> str:
    """Return the whole text that goes out; a citizen's ends with the link that stops messages."""
    said = f"【{row.centre.name}】{SENTENCES[NoticeText(row.text)].format(number=row.order.number)}"
    if not row.to_citizen:
        return said
    return f"{said}不想再收短信：{settings.HUYING_PUBLIC_URL}{_link(row)}"


def _link(row: Message) -> str:
    code = open_sealed(row.recipient.code_sealed, context=seal_context("code", row.recipient.pk))
    return f"/m/{query_codes.shown(code)}/"


def rests_until(*, at: datetime) -> datetime | None:
    """Return until when the gateway is left alone, because it failed lastly; ``None`` where it is not."""
    failed = Message.objects.filter(faulted_at__gt=at - REST).aggregate(last=Max("faulted_at"))["last"]
    if failed is None or Message.objects.filter(state=MessageState.SENT, ended_at__gt=failed).exists():
        return None
    until: datetime = failed + REST
    return until


def left_waiting(*, before: datetime) -> tuple[int, ...]:
    """Return messages that should have gone out before this moment: their job was lost."""
    lost = Q(state=MessageState.WAITING) | Q(claimed_at__lt=before - LEASE)
    rows = Message.objects.filter(lost, state__in=_UNDONE, due_at__lt=before)
    return tuple(rows.order_by("due_at").values_list("pk", flat=True)[:1000])
