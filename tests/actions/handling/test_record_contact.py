"""What recording a contact does."""

from __future__ import annotations

import pytest

from huying.foundation.commit import one_row
from huying.handling.actions.record_contact import ContactIncomplete, record_contact
from huying.handling.actions.record_progress import record_progress
from huying.handling.queries import panel
from huying.workorders.choices import TextKind, UnreachedReason
from huying.workorders.models import Contact, Text
from huying.workorders.queries.dossier import dossier_for
from tests.cast import MONDAY, create_cast
from tests.walk import HOUR, clock, contact, fresh, running, seen, signed

pytestmark = pytest.mark.django_db
AT = MONDAY + 3 * HOUR


def test_reaching_the_caller_stops_the_clock_and_keeps_who_and_when() -> None:
    cast = create_cast()
    order = signed(cast)
    contact(order, cast, at=AT)
    order = fresh(order)
    assert order.state == "contacted"
    assert clock(order, "contact").stopped_at == AT
    assert running(order) == {("handle", cast.street.pk)}
    row = Contact.objects.get(order=order)
    assert (row.reached, row.at, row.unit_id, row.person_id) == (True, AT, cast.street.pk, cast.clerk.person_id)
    text = Text.objects.get(order=order, kind=TextKind.CONTACT)
    assert (text.event, text.body) == (order.events, "已电话联系，约定下午到场。")


def test_an_attempt_that_says_why_nobody_answered_puts_the_order_in_hand() -> None:
    cast = create_cast()
    order = signed(cast)
    record_contact(
        order_id=order.pk,
        reached=False,
        unreached_reason=UnreachedReason.NO_ANSWER,
        note="",
        seen=seen(order),
        actor=cast.clerk,
        at=AT,
    )
    assert fresh(order).state == "handling"
    assert clock(order, "contact").stopped_at == AT
    assert Contact.objects.get(order=order).unreached_reason == "no_answer"


def test_a_later_contact_leaves_the_state_and_the_first_moment() -> None:
    cast = create_cast()
    order = signed(cast)
    contact(order, cast, at=AT)
    record_progress(order_id=order.pk, note="已到现场。", seen=seen(order), actor=cast.clerk, at=AT + HOUR)
    contact(order, cast, at=AT + 2 * HOUR)
    assert fresh(order).state == "handling"
    assert clock(order, "contact").stopped_at == AT
    assert Contact.objects.filter(order=order).count() == 2


def test_a_contact_says_where_its_recording_proves_it() -> None:
    cast = create_cast()
    order = signed(cast)
    record_contact(
        order_id=order.pk,
        reached=True,
        note="已约定下午到场。",
        recording_no=" A0317 ",
        contact_second=155,
        seen=seen(order),
        actor=cast.clerk,
        at=AT,
    )
    row = Contact.objects.get(order=order)
    assert (row.recording_no, row.contact_second) == ("A0317", 155)
    (shown,) = panel(dossier=dossier_for(order_id=order.pk, actor=cast.clerk)).contacts
    assert shown.proof == "录音 A0317：联系 2:35"


def test_a_place_in_a_recording_that_is_not_named_is_refused() -> None:
    cast = create_cast()
    order = signed(cast)
    with pytest.raises(ContactIncomplete) as refused, one_row():
        record_contact(
            order_id=order.pk, reached=True, note="已约。", contact_second=1, seen=2, actor=cast.clerk, at=AT
        )
    assert list(refused.value.fields) == ["recording_no"]


@pytest.mark.parametrize(
    ("reached", "reason", "note", "field"),
    [
        (False, None, "打过电话", "unreached_reason"),
        (True, UnreachedReason.NO_ANSWER, "已说明", "unreached_reason"),
        (True, None, "  ", "note"),
        (False, UnreachedReason.OTHER, "", "note"),
    ],
)
def test_a_record_that_does_not_add_up_is_refused(
    reached: bool, reason: UnreachedReason | None, note: str, field: str
) -> None:
    cast = create_cast()
    order = signed(cast)
    with pytest.raises(ContactIncomplete) as refused, one_row():
        record_contact(
            order_id=order.pk,
            reached=reached,
            unreached_reason=reason,
            note=note,
            seen=seen(order),
            actor=cast.clerk,
            at=AT,
        )
    assert list(refused.value.fields) == [field]
    assert fresh(order).state == "signed"
