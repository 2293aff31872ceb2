"""A merged order stands where its master stands, and is never left with a unit that nobody sent it to."""

from __future__ import annotations

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from huying.dispatch.actions.assign_unit import assign_unit
from huying.dispatch.actions.recall_order import recall_order
from huying.dispatch.actions.settle_return import settle_return
from huying.domain.lifecycle import actions_for
from huying.handling.actions.sign_order import sign_order
from huying.intake.actions.put_off_merged import put_off_merged
from huying.intake.actions.unmerge_order import unmerge_order
from huying.workorders.models import Assignment, Order
from huying.workorders.queries.dossier import dossier_for
from huying.workorders.queries.history import history_of
from huying.workorders.queries.public_progress import public_progress
from tests.actions.dispatch.returns import ask
from tests.actions.intake.merged import AT, by_itself, follow, merge, three
from tests.cast import MONDAY, Cast, create_cast
from tests.walk import HOUR, assigned, contacted, fresh, running, seen, signed

pytestmark = pytest.mark.django_db
LATER = MONDAY + 4 * HOUR


@pytest.fixture
def cast() -> Cast:
    return create_cast()


def merged(cast: Cast) -> tuple[Order, Order]:
    """Return a master that nobody signed yet, and a child that waited for dispatch and follows it."""
    master, child = assigned(cast), three(cast)[0]
    merge([master, child], cast.dispatcher)
    return fresh(master), follow(child, at=AT)


def recall(order: Order, cast: Cast) -> Order:
    recall_order(order_id=order.pk, reason="派错了。", seen=seen(order), actor=cast.dispatcher, at=LATER)
    return fresh(order)


def unmerge(order: Order, cast: Cast) -> Order:
    unmerge_order(order_id=order.pk, reason="不是同一处。", seen=seen(order), actor=cast.dispatcher, at=LATER)
    return fresh(order)


def offered(order: Order, cast: Cast) -> set[str]:
    facts = dossier_for(order_id=order.pk, actor=cast.dispatcher).facts
    return {row.action for row in actions_for(facts, cast.dispatcher)}


def parts(order: Order) -> set[tuple[int, str]]:
    return set(Assignment.objects.filter(order=order, closed_at=None).values_list("unit_id", "part"))


def woken(order: Order) -> int:
    jobs = ProcrastinateJob.objects.filter(task_name="intake.follow_master")
    return sum(job.args["order_id"] == order.pk for job in jobs)


def waits_for_dispatch(order: Order) -> bool:
    held = (order.state, order.accountable_unit_id, order.holder_unit_id, running(order), parts(order))
    return held == ("awaiting_dispatch", None, None, {("dispatch", None)}, set())


def test_a_child_awaits_signature_with_its_master_and_is_in_hand_with_it(cast: Cast) -> None:
    master, child = merged(cast)
    assert (child.state, child.accountable_unit_id) == ("dispatched", cast.street.pk)
    assert running(child) == {("sign", cast.street.pk), ("handle", cast.street.pk)}
    assert follow(child, at=LATER).events == child.events
    before = woken(child)
    sign_order(order_id=master.pk, seen=seen(master), actor=cast.clerk, at=LATER)
    assert woken(child) == before + 1
    child = follow(child, at=LATER)
    assert (child.state, running(child)) == ("handling", {("handle", cast.street.pk)})


def test_what_was_never_dispatched_by_itself_waits_for_that_once_it_is_taken_out(cast: Cast) -> None:
    for master in (assigned(cast), contacted(cast)):
        child = three(cast)[0]
        merge([master, child], cast.dispatcher, at=LATER)
        child = unmerge(follow(child, at=LATER), cast)
        assert waits_for_dispatch(child)
        assert {"assign_unit"} <= offered(child, cast)
        line = history_of(dossier=dossier_for(order_id=child.pk, actor=cast.operator), actor=cast.operator)[-1]
        assert line.what == "解除并单"
        assert "退回待派单" in line.note
        assign_unit(
            order_id=child.pk,
            lead_unit_id=cast.bureau.pk,
            legal_basis="三定",
            seen=seen(child),
            actor=cast.dispatcher,
            at=LATER,
        )
        assert fresh(child).accountable_unit_id == cast.bureau.pk


def test_what_was_dispatched_by_itself_goes_on_with_its_unit(cast: Cast) -> None:
    master, child = assigned(cast), assigned(cast)
    merge([master, child], cast.dispatcher)
    after = unmerge(follow(child, at=AT), cast)
    assert (after.state, after.accountable_unit_id) == ("dispatched", cast.street.pk)
    assert "recall_order" in offered(after, cast)
    sign_order(order_id=child.pk, seen=seen(child), actor=cast.clerk, at=LATER)


def test_children_go_back_with_a_recalled_master_and_out_again_with_it(cast: Cast) -> None:
    master, child = assigned(cast), assigned(cast)
    waited = three(cast)[0]
    merge([master, child, waited], cast.dispatcher)
    child, waited = (follow(order, at=AT) for order in (child, waited))
    before = woken(child)
    recall(master, cast)
    assert woken(child) == before + 1
    for order in (child, waited):
        back = follow(order, at=LATER)
        assert waits_for_dispatch(back)
        assert back.open_roads == ["merged"]
        assert follow(order, at=LATER).events == back.events
    assign_unit(
        order_id=master.pk,
        lead_unit_id=cast.bureau.pk,
        legal_basis="三定",
        seen=seen(master),
        actor=cast.dispatcher,
        at=LATER,
    )
    child = follow(child, at=LATER)
    assert (child.state, child.accountable_unit_id) == ("dispatched", cast.bureau.pk)
    assert running(child) == {("sign", cast.bureau.pk), ("handle", cast.bureau.pk)}


def test_one_that_comes_out_again_after_its_limit_is_due_at_once_and_not_before(cast: Cast) -> None:
    master, child = assigned(cast), assigned(cast)
    late = MONDAY + 24 * 30 * HOUR
    merge([master, child], cast.dispatcher)
    follow(child, at=AT)
    recall(master, cast)
    follow(child, at=LATER)
    assign_unit(
        order_id=master.pk,
        lead_unit_id=cast.street.pk,
        legal_basis="属地管理",
        seen=seen(master),
        actor=cast.dispatcher,
        at=LATER,
    )
    assert follow(child, at=late).due_at == late
    put_off_merged(order_id=child.pk, actor=by_itself(child), at=late)
    assert fresh(child).due_at == late


def test_children_go_back_with_a_returned_master(cast: Cast) -> None:
    master, child = signed(cast), three(cast)[0]
    merge([master, child], cast.dispatcher, at=MONDAY + 3 * HOUR)
    child = follow(child, at=MONDAY + 3 * HOUR)
    assert child.state == "handling"
    ask(master, cast, at=LATER)
    settle_return(
        order_id=master.pk,
        granted=True,
        ruling="属城管职责。",
        seen=seen(master),
        actor=cast.arbiter,
        at=MONDAY + 5 * HOUR,
    )
    assert waits_for_dispatch(follow(child, at=MONDAY + 5 * HOUR))


def test_the_caller_is_told_that_a_unit_is_being_found(cast: Cast) -> None:
    master, child = merged(cast)
    recall(master, cast)
    follow(child, at=LATER)
    told = public_progress(dossier=dossier_for(order_id=child.pk, actor=cast.operator), at=LATER)
    assert "热线正在重新确定承办单位" in str(told)
