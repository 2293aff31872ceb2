"""Two merges over the same orders at the same moment, each in a connection of its own."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from huying.domain.errors import Conflict
from huying.foundation.commit import one_commit
from huying.handling.actions.review_reply import review_reply
from huying.handling.actions.submit_reply import submit_reply
from huying.intake.actions.merge_orders import merge_orders
from huying.intake.actions.unmerge_order import unmerge_order
from huying.workorders.models import Merge, Order, Reply
from tests.actions.handling.test_two_at_once import at_once
from tests.actions.intake.merged import AT, WHY, answer, follow, merge, three
from tests.cast import MONDAY, Cast, create_cast
from tests.walk import HOUR, assigned, contacted, fresh, seen
from tests.walk import answer as reply

pytestmark = pytest.mark.usefixtures("own_database")


def merging(page: Order, other: Order, cast: Cast, *, master: Order) -> Callable[[], None]:
    return lambda: merge_orders(
        order_id=page.pk,
        numbers=[other.number],
        master_number=master.number,
        reason=WHY,
        seen=None,
        actor=cast.dispatcher,
        at=AT,
    )


def one_won(outcome: list[type[Exception] | None]) -> bool:
    refused = [fault for fault in outcome if fault]
    return len(refused) == len(outcome) - 1 and all(issubclass(fault, Conflict) for fault in refused)


@pytest.mark.parametrize("times", range(3))
def test_of_two_merges_the_wrong_way_round_one_wins(times: int) -> None:
    with one_commit():
        cast = create_cast()
        first, second, _ = three(cast)
    outcome = at_once(
        merging(first, second, cast, master=first),
        merging(second, first, cast, master=second),
    )
    assert one_won(outcome), outcome
    assert Merge.objects.count() == 1
    assert sorted(order.open_roads or [] for order in (fresh(first), fresh(second))) == [[], ["merged"]]


def test_of_merges_in_a_ring_no_child_gets_a_child() -> None:
    with one_commit():
        cast = create_cast()
        first, second, third = three(cast)
    outcome = at_once(
        merging(first, second, cast, master=first),
        merging(second, third, cast, master=second),
        merging(third, first, cast, master=third),
    )
    assert one_won(outcome), outcome
    assert Merge.objects.count() == 1


def answered(cast: Cast) -> tuple[Order, Order]:
    """Return a master whose reply went out, and its child before the job came."""
    master, child = contacted(cast), assigned(cast)
    merge([master, child], cast.dispatcher, at=MONDAY + 4 * HOUR)
    follow(child, at=MONDAY + 4 * HOUR)
    submit_reply(order_id=master.pk, **reply(), seen=seen(master), actor=cast.clerk, at=MONDAY + 5 * HOUR)
    review_reply(order_id=master.pk, passed=True, seen=seen(master), actor=cast.reviewer, at=MONDAY + 6 * HOUR)
    return fresh(master), fresh(child)


def test_the_same_answer_at_once_is_written_once() -> None:
    with one_commit():
        cast = create_cast()
        master, child = answered(cast)

    def run() -> object:
        return answer(child, until=master.events, at=MONDAY + 7 * HOUR)

    assert at_once(run, run, run) == [None, None, None]
    assert Reply.objects.filter(order=child).count() == 1
    assert (fresh(child).state, fresh(child).events) == ("replied", child.events + 1)


def test_whoever_takes_a_child_out_while_it_is_answered_is_told_or_keeps_it() -> None:
    with one_commit():
        cast = create_cast()
        master, child = answered(cast)

    def take_out() -> None:
        unmerge_order(order_id=child.pk, reason="不是同一处。", seen=None, actor=cast.dispatcher, at=AT + 9 * HOUR)

    def run() -> object:
        return answer(child, until=master.events, at=AT + 9 * HOUR)

    told, _ = at_once(take_out, run)
    end = Merge.objects.get().end
    assert (fresh(child).state, end) == (("replied", "answered") if told else ("handling", "unmerged"))
    assert told is None or issubclass(told, Conflict)
