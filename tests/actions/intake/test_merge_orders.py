"""并单: orders of one matter under a master, each caller with his own limits."""

from __future__ import annotations

import pytest

from huying.dispatch.actions.assign_unit import assign_unit
from huying.domain.actors import Actor
from huying.domain.errors import NotAllowed
from huying.domain.lifecycle import SeenOutOfDate, WrongState
from huying.domain.roads import MergedAway
from huying.foundation.commit import one_row
from huying.handling.actions.record_progress import record_progress
from huying.handling.actions.sign_order import sign_order
from huying.intake.actions.merge_orders import MergeIncomplete, MergeUnfit, merge_orders
from huying.workorders.models import Assignment, Clock, Merge, Order
from huying.workorders.queries.queue import QueueFilter, Scope, queue_counts, queue_page
from tests.actions.intake.merged import AT, WHY, follow, merge, three
from tests.cast import MONDAY, Cast, create_cast
from tests.walk import HOUR, assigned, awaiting_followup, clock, fresh, running, seen, signed

pytestmark = pytest.mark.django_db
WAITING = QueueFilter(scope=Scope.OPEN_TO_ME, state="awaiting_dispatch")  # type: ignore[arg-type]  # as a form gives it


@pytest.fixture
def cast() -> Cast:
    return create_cast()


def assign(order: Order, cast: Cast) -> None:
    assign_unit(
        order_id=order.pk,
        lead_unit_id=cast.street.pk,
        legal_basis="属地管理",
        seen=seen(order),
        actor=cast.dispatcher,
        at=AT + HOUR,
    )


def test_the_oldest_is_the_master_and_only_it_waits_for_a_dispatcher(cast: Cast) -> None:
    first, second, third = three(cast)
    merge([third, first, second], cast.dispatcher)
    assert set(Merge.objects.values_list("child_id", "master_id")) == {(second.pk, first.pk), (third.pk, first.pk)}
    assert [fresh(order).open_roads for order in (first, second, third)] == [None, ["merged"], ["merged"]]
    page = queue_page(wanted=WAITING, actor=cast.dispatcher, at=AT)
    assert [row.id for row in page.rows] == [first.pk]
    assert queue_counts(lists=[WAITING], actor=cast.dispatcher, at=AT)[0] == 1
    assert running(second) == {("dispatch", None)}


def test_children_follow_the_master_s_lead_with_limits_of_their_own(cast: Cast) -> None:
    first, second, third = three(cast)
    merge([first, second], cast.arbiter)
    assert follow(second, at=AT).state == "awaiting_dispatch"
    assign(first, cast)
    child = follow(second, at=AT + HOUR)
    assert (child.state, child.accountable_unit_id, child.holder_unit_id) == ("dispatched", *[cast.street.pk] * 2)
    assert running(child) == {("sign", cast.street.pk), ("handle", cast.street.pk)}
    assert child.due_at == clock(second, "handle").due_at == fresh(first).due_at
    assert set(Assignment.objects.filter(order=child).values_list("unit_id", "part")) == {
        (cast.street.pk, "lead"),
        (cast.district.pk, "copy"),
    }
    held = queue_page(wanted=QueueFilter(scope=Scope.HELD), actor=cast.clerk, at=AT)
    assert ["并单" in row.note for row in held.rows] == [False, True]
    assert follow(child, at=AT + 2 * HOUR).events == child.events
    assert fresh(third).open_roads is None


def test_a_child_that_a_unit_has_in_hand_keeps_the_limit_that_was_promised(cast: Cast) -> None:
    first, second = assigned(cast), signed(cast)
    promised = fresh(second).due_at
    merge([first, second], cast.dispatcher, at=MONDAY + 30 * HOUR)
    child = follow(second, at=MONDAY + 30 * HOUR)
    assert (child.state, child.due_at) == ("handling", promised)
    assert clock(child, "handle").due_at == promised
    assert running(child) == {("handle", cast.street.pk)}


def test_an_order_with_a_lead_is_the_master_before_an_older_one_without(cast: Cast) -> None:
    (waiting, *_), led = three(cast), assigned(cast)
    merge([waiting, led], cast.dispatcher)
    assert Merge.objects.get().master_id == led.pk
    other, another = assigned(cast), three(cast)[0]
    with pytest.raises(MergeUnfit, match="选它作主单"), one_row():
        merge([other, another], cast.dispatcher, master=another)


def test_nobody_handles_a_child_by_itself(cast: Cast) -> None:
    first, second = assigned(cast), assigned(cast)
    merge([first, second], cast.dispatcher)
    with pytest.raises(MergedAway, match="在主单上办理"), one_row():
        sign_order(order_id=second.pk, seen=seen(second), actor=cast.clerk, at=AT)
    sign_order(order_id=first.pk, seen=seen(first), actor=cast.clerk, at=AT)
    record_progress(order_id=first.pk, note="已到现场。", seen=seen(first), actor=cast.clerk, at=AT)
    assert fresh(first).state == "handling"


def test_neither_a_child_nor_a_master_becomes_a_child_again(cast: Cast) -> None:
    first, second, third = three(cast)
    merge([first, second], cast.dispatcher)
    with pytest.raises(MergedAway, match=second.number), one_row():
        merge([third, second], cast.dispatcher)
    with pytest.raises(MergeUnfit, match="是其他工单的主单"), one_row():
        merge([third, first], cast.dispatcher, master=third)
    merge([first, third], cast.dispatcher)
    assert Merge.objects.filter(master=first, ended_at=None).count() == 2


def test_orders_of_two_leads_and_such_that_wait_for_assists_are_not_merged(cast: Cast) -> None:
    first, helped = assigned(cast), assigned(cast, assists=(cast.bureau.pk,))
    with pytest.raises(MergeUnfit, match="协办"), one_row():
        merge([first, helped], cast.dispatcher)
    waiting = three(cast)[0]
    assign_unit(
        order_id=waiting.pk,
        lead_unit_id=cast.bureau.pk,
        legal_basis="三定",
        seen=seen(waiting),
        actor=cast.dispatcher,
        at=AT,
    )
    with pytest.raises(MergeUnfit, match="另一个单位"), one_row():
        merge([first, waiting], cast.dispatcher)


def test_what_was_answered_is_not_merged(cast: Cast) -> None:
    with pytest.raises(WrongState, match="待回访"), one_row():
        merge([assigned(cast), awaiting_followup(cast)], cast.dispatcher)


def test_numbers_are_checked_and_a_word_is_needed(cast: Cast) -> None:
    first, second, _ = three(cast)
    for numbers, reason, field in (
        ([], WHY, "numbers"),
        ([first.number], WHY, "numbers"),
        (["20260302999999"], WHY, "numbers"),
        ([second.number], " ", "reason"),
    ):
        with pytest.raises(MergeIncomplete) as refused, one_row():
            merge_orders(order_id=first.pk, numbers=numbers, reason=reason, seen=1, actor=cast.dispatcher, at=AT)
        assert set(refused.value.fields) == {field}
    with pytest.raises(SeenOutOfDate), one_row():
        merge_orders(order_id=first.pk, numbers=[second.number], reason=WHY, seen=0, actor=cast.dispatcher, at=AT)


@pytest.mark.parametrize("who", ["operator", "clerk", "supervisor"])
def test_only_dispatchers_and_arbiters_merge(cast: Cast, who: str) -> None:
    actor: Actor = getattr(cast, who)
    with pytest.raises(NotAllowed), one_row():
        merge([assigned(cast), assigned(cast)], actor)
    assert not Clock.objects.filter(stage="handle", void=True).exists()
