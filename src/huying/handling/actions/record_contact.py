"""Record that the unit spoke with the caller, or why it could not (先行联系)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from huying.domain.actors import Actor
from huying.domain.errors import Invalid
from huying.domain.states import State
from huying.workorders.actions.move import move
from huying.workorders.choices import TextKind, UnreachedReason
from huying.workorders.models import Contact
from huying.workorders.queries.facts import facts_for


class ContactIncomplete(Invalid):
    """What a record of contact must hold. 依据: the form of 先行联系 in use in Shanghai (domain.md 6.4)."""

    code = "contact_incomplete"
    sentence = "联系记录还不完整，请按提示补充。"


@transaction.atomic(savepoint=False)
def record_contact(
    *,
    order_id: int,
    reached: bool,
    unreached_reason: UnreachedReason | None = None,
    note: str,
    recording_no: str = "",
    contact_second: int | None = None,
    seen: int,
    actor: Actor,
    at: datetime,
) -> None:
    """Write the contact and stop its clock; ``unreached_reason`` only when the caller was not reached.

    ``contact_second`` is where in the recording ``recording_no`` the contact is to be heard, in seconds from its
    beginning.

    依据: 北京市接诉即办工作条例 art 15 (一). 约定: an attempt that says why nobody was reached counts as the
    contact, since nobody can make a person pick up; the order is then in hand, not contacted.

    Raises:
        ContactIncomplete with a sentence a field, or what ``move`` raises.

    """
    recording_no = recording_no.strip()
    _complete(reached=reached, reason=unreached_reason, note=note, recording_no=recording_no, second=contact_second)
    facts = facts_for(order_id=order_id, actor=actor)
    under_way = facts.state in {State.CONTACTED, State.HANDLING}
    order = move(
        order_id=order_id,
        action="record_contact",
        actor=actor,
        at=at,
        seen=seen,
        to=facts.state if under_way else State.CONTACTED if reached else State.HANDLING,
        data={"reached": reached, "reason": unreached_reason}
        | ({"recording": recording_no, "second": contact_second} if recording_no else {}),
        texts={TextKind.CONTACT: note},
    )
    Contact.objects.create(  # type: ignore[misc]  # only people do this
        order=order,
        round=order.round,
        event=order.events,
        unit_id=actor.unit_id,
        person_id=actor.person_id,
        at=at,
        reached=reached,
        unreached_reason=unreached_reason or "",
        recording_no=recording_no,
        contact_second=contact_second,
    )


def _complete(
    *, reached: bool, reason: UnreachedReason | None, note: str, recording_no: str, second: int | None
) -> None:
    faults: dict[str, str] = {}
    if reached and reason:
        faults["unreached_reason"] = "已经联系上诉求人，请不要选择未联原因。"
    if not reached and not reason:
        faults["unreached_reason"] = "没有联系上诉求人，请选择未联原因。"
    if not note.strip() and (reached or reason == UnreachedReason.OTHER):
        faults["note"] = "请写明联系的时间、经过和诉求人的意见；原因为「其他」的，请写明原因。"
    if second is not None and not recording_no:
        faults["recording_no"] = "写了录音中的位置，请同时写明录音编号。"
    if faults:
        raise ContactIncomplete(fields=faults)
