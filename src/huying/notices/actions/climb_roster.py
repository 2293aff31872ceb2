"""Call the next on duty about an emergency that nobody has signed for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from huying.domain.actors import Actor
from huying.domain.notices import Desk, NoticeText
from huying.domain.roads import Road
from huying.domain.states import State
from huying.foundation import rows
from huying.notices.actions.put_notices import put_notices
from huying.notices.actions.write_message import write_message
from huying.notices.queries.audiences import first_on_duty, hotline_desk_unit
from huying.notices.queries.recipients import can_be_written_to, line_of
from huying.notices.queries.rules import SENDS
from huying.policy.queries import policy_at
from huying.workorders.actions.note import note
from huying.workorders.models import Event, Order

CODE = "climb_roster"
# Which desk of the unit is told with each rank: 值班员, 带班负责人, 单位负责人.
_DESKS = {1: (Desk.HANDLING,), 2: (Desk.HANDLING, Desk.REVIEW), 3: (Desk.HANDLING, Desk.REVIEW, Desk.LEADER)}
CENTRE = 0
"""The rank that stands for the hotline's own duty, above every rank of a unit."""


@dataclass(frozen=True, kw_only=True)
class Climbed:
    """What has to be done next: messages to send, and when to climb on above ``rank``; ``None`` at the top."""

    messages: tuple[tuple[int, datetime], ...]
    rank: int
    climbs_at: datetime | None


@transaction.atomic(savepoint=False)
def climb_roster(*, order_id: int, sent: int, above: int, actor: Actor, at: datetime) -> Climbed | None:
    """Tell those on duty next above rank ``above`` of the unit that event number ``sent`` put the order before.

    Their inbox, an SMS to the duty telephone, and a line in the history that counts the telephones which take messages.
    Where nobody of the unit is left, the hotline's own duty is told, and that is the top. ``None``, and nothing is
    written, once the order was signed for, taken back or sent elsewhere, and where this step was taken before. While
    the unit's wish to return the order is looked at, nobody is told and the ladder waits.
    约定: 值班员 → 带班负责人 → 单位负责人 → 热线值班.
    """
    order = rows.locked(Order, order_id)
    if order is None or order.centre_id != actor.centre_id or not _waits(order, sent):
        return None
    wait = timedelta(minutes=policy_at(centre_id=order.centre_id, at=at).policy.roster_wait_minutes)
    if Road.RETURN in (order.open_roads or ()):  # the unit has answered: it asks to give the order back
        return Climbed(messages=(), rank=above, climbs_at=at + wait)
    hotline = hotline_desk_unit(centre_id=order.centre_id)
    duty = first_on_duty(unit_id=order.holder_unit_id, above=above, at=at)
    rank = duty[0].rank if duty else CENTRE
    if Event.objects.filter(order=order, action=CODE, data__sent=sent, data__rank=rank).exists():
        return None
    told = duty or first_on_duty(unit_id=hotline, at=at)
    phones = [one.telephone for one in told]
    reached = sum(can_be_written_to(line_of(phone=phone, centre_id=order.centre_id)) for phone in phones)
    said = {"sent": sent, "rank": rank, "phones": reached}
    order = note(order_id=order_id, code=CODE, actor=actor, at=at, data=said)
    unit_id = order.holder_unit_id if duty else hotline
    put_notices(
        order_id=order_id,
        event=order.events,
        rule=f"roster-{rank}",
        text=NoticeText.NOT_SIGNED if duty else NoticeText.UNIT_SILENT,
        desks=[(unit_id, desk) for desk in (_DESKS[rank] if duty else (Desk.DISPATCH,)) if unit_id],
        at=at,
    )
    return Climbed(
        messages=_messages(order, phones, rank=rank, at=at), rank=rank, climbs_at=at + wait if duty else None
    )


def _waits(order: Order, sent: int) -> bool:
    """Say whether the order still waits to be signed for, after the very sending that the ladder began with."""
    if order.state != State.DISPATCHED or Road.MERGED in (order.open_roads or ()):
        return False
    last = Event.objects.filter(order=order, action__in=set(SENDS.values())).order_by("-seq")
    return last.values_list("seq", flat=True).first() == sent


def _messages(order: Order, phones: list[str], *, rank: int, at: datetime) -> tuple[tuple[int, datetime], ...]:
    written = [
        write_message(
            order=order,
            event=order.events,
            rule=f"roster-{rank}",
            text=NoticeText.NOT_SIGNED if rank else NoticeText.UNIT_SILENT,
            phone=phone,
            to_citizen=False,
            is_urgent=True,
            at=at,
        )
        for phone in phones
    ]
    return tuple((one.pk, one.due_at) for one in written if one and one.ended_at is None)
