"""Keep what may be wrong with a reply, as a lead for those who supervise (敷衍、推诿线索)."""

from __future__ import annotations

from django.db import transaction

from huying.handling.queries import advice_on
from huying.supervision.choices import Fault
from huying.supervision.models import ReplyLead
from huying.workorders.choices import TextKind
from huying.workorders.models import Order, Reply, Text
from huying.workorders.queries.dossier import Dossier


@transaction.atomic(savepoint=False)
def note_reply_leads(*, order_id: int, event: int) -> None:
    """Write a lead for each fault of the reply of an event; running it again changes nothing.

    A reply whose words were erased meanwhile has none.
    """
    reply = Reply.objects.get(order_id=order_id, event=event)
    text = Text.objects.filter(order_id=order_id, event=event, kind=TextKind.REPLY, erased_at=None).first()
    if text is None:
        return
    order = Order.objects.get(pk=order_id)
    found = advice_on(dossier=Dossier(order), unit_id=reply.unit_id, words=text.body, basis=reply.legal_basis)
    ReplyLead.objects.bulk_create(
        [
            ReplyLead(
                centre_id=order.centre_id,
                district_id=order.district_id,
                unit_id=reply.unit_id,
                order=order,
                event=event,
                fault=Fault(one.code.value),
                first=one.start,
                beyond=one.end,
                found_at=reply.submitted_at,
            )
            for one in found
        ],
        ignore_conflicts=True,
    )
