"""What appending an event does."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.conf import settings
from django.db import connection

from huying.domain import chain
from huying.domain.lifecycle import OrderNotFound
from huying.foundation.commit import one_row
from huying.workorders.actions.append_event import TEXT_MAX, TextTooLong, append_event
from huying.workorders.actions.note import note
from huying.workorders.choices import TextKind
from huying.workorders.models import Event, Order, Text
from tests.cast import MONDAY, create_cast
from tests.factories.workorders import create_order

pytestmark = pytest.mark.django_db


def link_of(event: Event) -> chain.Link:
    return chain.Link._make(getattr(event, name) for name in chain.Link._fields)


def test_each_event_is_bound_to_the_one_before() -> None:
    cast = create_cast()
    order = create_order(operator=cast.operator, at=MONDAY)
    for _ in range(2):
        note(order_id=order.pk, code="remarked", actor=cast.supervisor, at=MONDAY)
    key, previous = settings.HUYING_SECRETS.chain_key, chain.GENESIS
    events = list(Event.objects.filter(order=order).order_by("seq"))
    assert [event.seq for event in events] == [1, 2, 3]
    for event in events:
        assert bytes(event.mac) == chain.mac(key, previous, link_of(event))
        previous = bytes(event.mac)


def test_an_event_holds_the_digest_of_a_text_and_not_the_text() -> None:
    order = create_order(operator=create_cast().operator, at=MONDAY, original="井盖缺失", transfer="请修井盖")
    event = Event.objects.get(order=order)
    digests = event.data[chain.TEXTS]
    assert set(digests) == {TextKind.ORIGINAL, TextKind.TRANSFER}
    for text in Text.objects.filter(order=order):
        assert chain.salted_digest(bytes(text.salt or b""), text.body) == digests[text.kind]
    assert "井盖" not in str(event.data)


def test_a_text_too_long_for_any_page_is_refused_and_nothing_is_written() -> None:
    operator = create_cast().operator
    create_order(operator=operator, at=MONDAY, original="长" * TEXT_MAX)
    with pytest.raises(TextTooLong, match="两万字"), one_row():
        create_order(operator=operator, at=MONDAY, original="长" * (TEXT_MAX + 1))
    assert Order.objects.count() == 1


def test_equal_texts_have_unequal_digests() -> None:
    operator = create_cast().operator
    first, second = (
        Event.objects.get(order=create_order(operator=operator, at=MONDAY)).data[chain.TEXTS]["original"]
        for _ in range(2)
    )
    assert first != second


def test_an_event_remembers_the_transaction_that_wrote_it() -> None:
    order = create_order(operator=create_cast().operator, at=MONDAY)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_current_xact_id()::text::bigint")
        assert cursor.fetchone() == (Event.objects.get(order=order).xact,)


def test_what_happened_before_it_was_written_down_keeps_both_times() -> None:
    long_ago = datetime(2020, 1, 1, tzinfo=UTC)
    order = create_order(operator=create_cast().operator, at=MONDAY)
    order.events += 1
    actor = create_cast().supervisor
    event = append_event(order=order, action="remarked", actor=actor, at=long_ago, data={}, texts={})
    assert event.occurred_at == long_ago
    assert event.recorded_at > MONDAY


@pytest.mark.parametrize(
    "data", [{"share": 0.5}, {1: "a"}, {"at": MONDAY}, {"units": {1, 2}}, {"deep": [{"x": 1e300}]}]
)
def test_data_that_would_come_back_in_another_form_is_refused(data: dict[str, object]) -> None:
    cast = create_cast()
    order = create_order(operator=cast.operator, at=MONDAY)
    with pytest.raises(TypeError), one_row():
        note(order_id=order.pk, code="remarked", actor=cast.supervisor, at=MONDAY, data=data)
    assert Event.objects.filter(order=order).count() == 1


def test_a_note_leaves_the_order_where_it_is() -> None:
    cast = create_cast()
    order = create_order(operator=cast.operator, at=MONDAY)
    after = note(
        order_id=order.pk, code="remarked", actor=cast.supervisor, at=MONDAY, texts={TextKind.REMARK: "请加快办理。"}
    )
    stored = Order.objects.get(pk=order.pk)
    assert (stored.state, stored.due_at, stored.events) == (order.state, order.due_at, 2)
    assert after.events == 2
    assert Text.objects.get(order=order, event=2).body == "请加快办理。"


def test_a_note_may_not_pass_for_a_transition() -> None:
    cast = create_cast()
    order = create_order(operator=cast.operator, at=MONDAY)
    with pytest.raises(AssertionError), one_row():
        note(order_id=order.pk, code="record_verdict", actor=cast.supervisor, at=MONDAY)


def test_nobody_notes_on_an_order_of_another_centre() -> None:
    cast = create_cast()
    order = create_order(operator=cast.operator, at=MONDAY)
    with pytest.raises(OrderNotFound), one_row():
        note(order_id=order.pk, code="remarked", actor=cast.stranger, at=MONDAY)
