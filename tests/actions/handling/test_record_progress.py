"""What recording progress does."""

from __future__ import annotations

import pytest

from huying.foundation.commit import one_row
from huying.handling.actions.record_progress import ProgressEmpty, record_progress
from huying.workorders.models import Text
from tests.cast import MONDAY, create_cast
from tests.walk import HOUR, contacted, fresh, running, seen, signed

pytestmark = pytest.mark.django_db
AT = MONDAY + 4 * HOUR


def test_progress_puts_the_order_in_hand() -> None:
    cast = create_cast()
    order = contacted(cast)
    record_progress(order_id=order.pk, note="已到现场查看。", seen=seen(order), actor=cast.clerk, at=AT)
    order = fresh(order)
    assert order.state == "handling"
    assert Text.objects.get(order=order, event=order.events).body == "已到现场查看。"


def test_progress_before_a_contact_does_not_stop_the_clock_of_contact() -> None:
    cast = create_cast()
    order = signed(cast)
    record_progress(order_id=order.pk, note="已到现场查看。", seen=seen(order), actor=cast.clerk, at=AT)
    assert running(order) == {("handle", cast.street.pk), ("contact", cast.street.pk)}


def test_progress_without_a_word_is_refused() -> None:
    cast = create_cast()
    order = contacted(cast)
    with pytest.raises(ProgressEmpty), one_row():
        record_progress(order_id=order.pk, note=" \n", seen=seen(order), actor=cast.clerk, at=AT)
    assert fresh(order).state == "contacted"
