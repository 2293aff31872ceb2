"""What asking for a longer limit does."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from huying.domain.deadlines import ExtensionsUsedUp, ExtensionTooLate, ExtensionTooLong
from huying.domain.errors import NotAllowed
from huying.domain.lifecycle import WrongState
from huying.domain.roads import RoadOpen
from huying.foundation.commit import one_row
from huying.handling.actions.request_extension import ExtensionIncomplete, request_extension
from huying.handling.actions.settle_extension import settle_extension
from huying.handling.actions.submit_reply import submit_reply
from huying.handling.actions.withdraw_extension import withdraw_extension
from huying.handling.choices import ExtensionReason
from huying.handling.models import Extension
from huying.workorders.choices import TextKind
from huying.workorders.models import Event, Order, Text
from tests.cast import MONDAY, Cast, create_cast
from tests.walk import HOUR, agreed_to_extend, answer, asked_to_extend, assigned, clock, contacted, fresh, running, seen

pytestmark = pytest.mark.django_db
AT = MONDAY + 5 * HOUR


def ask(order: Order, cast: Cast, **changes: Any) -> None:
    said: dict[str, Any] = {"reason": ExtensionReason.TESTING, "amount": 3, "words": "检测报告下周出具。"}
    given = said | {"is_told": True, "seen": seen(order), "actor": cast.clerk, "at": AT} | changes
    with one_row():
        request_extension(order_id=order.pk, **given)


def test_the_limit_runs_on_as_it_was_and_the_reviewer_s_own_begins() -> None:
    cast = create_cast()
    before = contacted(cast).due_at
    order = asked_to_extend(cast)
    assert (order.state, order.due_at, order.open_roads) == ("contacted", before, ["extension"])
    assert running(order) == {("handle", cast.street.pk), ("extension", cast.street.pk)}
    row = Extension.objects.get(order=order)
    assert (row.state, row.amount, row.measure, row.due_before) == ("at_unit", 3, "working_day", before)
    assert (row.unit_id, row.asked_by_id, row.due_after) == (cast.street.pk, cast.clerk.person_id, None)
    event = Event.objects.get(order=order, seq=row.event)
    assert {name: event.data[name] for name in ("reason", "amount", "told")} == {
        "reason": "testing",
        "amount": 3,
        "told": True,
    }
    assert Text.objects.get(order=order, event=row.event, kind=TextKind.EXTENSION).body.startswith("油烟检测报告")


@pytest.mark.parametrize(
    ("changes", "field"), [({"amount": 0}, "amount"), ({"words": "  "}, "words"), ({"is_told": False}, "is_told")]
)
def test_an_application_without_its_ground_or_behind_the_caller_s_back_is_refused(
    changes: dict[str, Any], field: str
) -> None:
    cast = create_cast()
    order = contacted(cast)
    with pytest.raises(ExtensionIncomplete) as refused:
        ask(order, cast, **changes)
    assert list(refused.value.fields) == [field]
    assert fresh(order).open_roads is None


def test_a_second_application_waits_for_the_first_one_s_decision() -> None:
    cast = create_cast()
    order = asked_to_extend(cast)
    with pytest.raises(RoadOpen, match="延期申请还没有了结"):
        ask(order, cast)
    assert Extension.objects.count() == 1


def test_nothing_is_granted_by_asking_after_the_due_time() -> None:
    cast = create_cast()
    order = contacted(cast)
    due = clock(order, "handle").due_at
    with pytest.raises(ExtensionTooLate):
        ask(order, cast, at=due + timedelta(seconds=1))
    ask(order, cast, at=due)


def test_no_more_than_the_policy_s_length_and_times() -> None:
    cast = create_cast(extension_times=1)
    order = contacted(cast)
    with pytest.raises(ExtensionTooLong, match="5个工作日"):
        ask(order, cast, amount=6)
    order = agreed_to_extend(cast, amount=5)
    settle_extension(order_id=order.pk, is_granted=True, seen=seen(order), actor=cast.arbiter, at=AT)
    with pytest.raises(ExtensionsUsedUp):
        ask(order, cast)


def test_an_application_taken_back_uses_none_of_the_times_and_lets_the_unit_answer() -> None:
    cast = create_cast(extension_times=1)
    order = asked_to_extend(cast)
    with pytest.raises(RoadOpen), one_row():
        submit_reply(order_id=order.pk, **answer(), seen=seen(order), actor=cast.clerk, at=AT)
    withdraw_extension(order_id=order.pk, seen=seen(order), actor=cast.clerk, at=AT)
    assert fresh(order).open_roads == []
    assert running(order) == {("handle", cast.street.pk)}
    ask(order, cast)
    withdraw_extension(order_id=order.pk, seen=seen(order), actor=cast.clerk, at=AT)
    submit_reply(order_id=order.pk, **answer(), seen=seen(order), actor=cast.clerk, at=AT)
    assert list(Extension.objects.values_list("state", flat=True)) == ["withdrawn", "withdrawn"]


def test_only_the_accountable_unit_s_clerk_asks_and_only_with_the_order_in_hand() -> None:
    cast = create_cast()
    order = contacted(cast)
    for actor in (cast.reviewer, cast.dispatcher):
        with pytest.raises(NotAllowed):
            ask(order, cast, actor=actor)
    with pytest.raises(Exception, match="没有找到"):
        ask(order, cast, actor=cast.bureau_clerk)
    with pytest.raises(WrongState):
        ask(assigned(cast), cast)
