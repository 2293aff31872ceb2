"""Jobs of merged orders that come late: the master, or the child, went on meanwhile."""

from __future__ import annotations

import pytest

from huying.domain.actors import citizen_actor
from huying.followup.actions.rate_order import rate_order
from huying.followup.choices import Satisfaction, Solved
from huying.foundation import clock
from huying.handling.actions.review_reply import review_reply
from huying.handling.actions.submit_reply import submit_reply
from huying.intake.actions.unmerge_order import unmerge_order
from huying.intake.actions.withdraw_order import withdraw_order
from huying.intake.tasks import answer_merged_task, unmerge_task
from huying.workorders.models import Assignment, Merge, Order
from tests.actions.intake.merged import follow, merge
from tests.cast import MONDAY, Cast, create_cast
from tests.factories.workorders import create_order
from tests.walk import HOUR, assigned, contacted, fresh, seen
from tests.walk import answer as reply

LATER = MONDAY + 8 * HOUR
own_database = pytest.mark.usefixtures("own_database")


def merged(cast: Cast) -> tuple[Order, Order]:
    """Return a master in hand and a child that waits for its job."""
    master, child = contacted(cast), create_order(operator=cast.operator, at=MONDAY)
    merge([master, child], cast.dispatcher, master=master, at=MONDAY + 4 * HOUR)
    return fresh(master), fresh(child)


def let_out(master: Order, cast: Cast) -> Order:
    submit_reply(order_id=master.pk, **reply(), seen=seen(master), actor=cast.clerk, at=MONDAY + 5 * HOUR)
    review_reply(order_id=master.pk, passed=True, seen=seen(master), actor=cast.reviewer, at=MONDAY + 6 * HOUR)
    return fresh(master)


def leads(order: Order) -> list[int]:
    return list(Assignment.objects.filter(order=order, part="lead", closed_at=None).values_list("unit_id", flat=True))


@pytest.mark.django_db
def test_a_child_of_a_master_that_is_closed_already_has_one_lead() -> None:
    cast = create_cast()
    master, child = merged(cast)
    let_out(master, cast)
    rate_order(
        order_id=master.pk,
        contacted=True,
        solved=Solved.SOLVED,
        satisfied=Satisfaction.SATISFIED,
        seen=seen(master),
        actor=citizen_actor(centre_id=cast.centre.pk, order_id=master.pk),
        at=MONDAY + 7 * HOUR,
    )
    assert fresh(master).state == "closed"
    child = follow(child, at=LATER)
    assert (child.state, leads(child)) == ("handling", [cast.street.pk])


@pytest.mark.django_db
def test_a_child_of_a_master_that_was_withdrawn_is_given_to_nobody() -> None:
    cast = create_cast()
    master, child = merged(cast)
    withdraw_order(order_id=master.pk, reason="已解决。", seen=seen(master), actor=cast.operator, at=LATER)
    child = follow(child, at=LATER)
    assert (child.state, child.accountable_unit_id) == ("awaiting_dispatch", None)


@own_database
def test_what_a_former_master_answered_is_no_answer_of_the_present_one() -> None:
    cast = create_cast()
    master, child = merged(cast)
    follow(child, at=MONDAY + 4 * HOUR)
    answered = let_out(master, cast)
    unmerge_order(order_id=child.pk, reason="另一处。", seen=seen(child), actor=cast.dispatcher, at=LATER)
    other = contacted(cast)
    merge([other, child], cast.dispatcher, master=other, at=LATER)
    with clock.moved(LATER):
        answer_merged_task(order_id=child.pk, centre_id=child.centre_id, event=answered.events, master_id=master.pk)
    assert (fresh(child).state, fresh(child).open_roads) == ("handling", ["merged"])


@own_database
def test_whoever_was_merged_elsewhere_or_withdrawn_is_not_released_by_a_late_job() -> None:
    cast = create_cast()
    master, child = merged(cast)
    follow(child, at=MONDAY + 4 * HOUR)
    gone = assigned(cast)
    merge([master, gone], cast.dispatcher, master=master, at=MONDAY + 4 * HOUR)
    unmerge_order(order_id=child.pk, reason="另一处。", seen=seen(child), actor=cast.dispatcher, at=LATER)
    other = contacted(cast)
    merge([other, child], cast.dispatcher, master=other, at=LATER)
    for order in (master, gone):
        withdraw_order(order_id=order.pk, reason="已解决。", seen=seen(order), actor=cast.operator, at=LATER)
    with clock.moved(LATER):
        for order in (child, gone):
            unmerge_task(order_id=order.pk, centre_id=order.centre_id, master_id=master.pk)
    assert fresh(child).open_roads == ["merged"]
    assert Merge.objects.get(child=child, ended_at=None).master_id == other.pk
    assert fresh(gone).state == "withdrawn"
