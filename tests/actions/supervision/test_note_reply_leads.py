"""What may be wrong with a reply is kept as a lead: the code and the place, once."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from huying.handling.actions.submit_reply import submit_reply
from huying.supervision.actions.note_reply_leads import note_reply_leads
from huying.supervision.models import ReplyLead
from huying.supervision.tasks import note_reply_leads_task
from huying.workorders.choices import TextKind
from huying.workorders.models import Order, Text
from tests.cast import MONDAY, Cast, create_cast
from tests.walk import HOUR, answer, contacted, fresh, seen

pytestmark = pytest.mark.django_db
AT = MONDAY + 6 * HOUR
EMPTY = "您好，您反映的问题我单位已收悉，将转有关科室处理，感谢您的支持！"


def replied(cast: Cast, words: str) -> Order:
    order = contacted(cast)
    submit_reply(order_id=order.pk, **answer(words=words), seen=seen(order), actor=cast.clerk, at=AT)
    return fresh(order)


def test_a_fault_is_kept_once_with_its_place_and_without_its_words() -> None:
    order = replied(create_cast(), EMPTY)
    for _ in range(2):
        note_reply_leads(order_id=order.pk, event=order.events)
    lead = ReplyLead.objects.get()
    assert (lead.order_id, lead.unit_id, lead.fault, lead.found_at) == (
        order.pk,
        order.accountable_unit_id,
        "perfunctory",
        AT,
    )
    assert EMPTY[lead.first : lead.beyond] == EMPTY


def test_a_reply_that_answers_leaves_nothing() -> None:
    order = replied(create_cast(), answer()["words"])
    note_reply_leads(order_id=order.pk, event=order.events)
    assert not ReplyLead.objects.exists()


def test_a_reply_whose_words_were_erased_meanwhile_leaves_nothing() -> None:
    order = replied(create_cast(), EMPTY)
    gone = {"body": "", "salt": None, "erased_at": datetime(2026, 3, 3, tzinfo=UTC)}
    Text.objects.filter(order=order, kind=TextKind.REPLY).update(**gone)
    note_reply_leads(order_id=order.pk, event=order.events)
    assert not ReplyLead.objects.exists()


def test_a_submitted_reply_is_read_by_the_job_that_follows() -> None:
    order = replied(create_cast(), EMPTY)
    job = ProcrastinateJob.objects.get(task_name="supervision.note_reply_leads")
    assert job.args == {"order_id": order.pk, "event": order.events}
    note_reply_leads_task(**job.args)
    assert ReplyLead.objects.get().order_id == order.pk
