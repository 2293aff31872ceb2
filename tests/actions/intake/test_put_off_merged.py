"""随主单调整时限: what puts the master off puts its children off, and never brings one forward."""

from __future__ import annotations

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from huying.handling.actions.end_hanging import end_hanging
from huying.handling.actions.request_extension import request_extension
from huying.handling.actions.request_hanging import request_hanging
from huying.handling.actions.review_extension import review_extension
from huying.handling.actions.review_hanging import review_hanging
from huying.handling.actions.settle_extension import settle_extension
from huying.handling.actions.settle_hanging import settle_hanging
from huying.handling.choices import ExtensionReason
from huying.intake.actions.put_off_merged import put_off_merged
from huying.intake.actions.unmerge_order import unmerge_order
from huying.workorders.models import Order
from huying.workorders.queries.dossier import dossier_for
from huying.workorders.queries.history import history_of
from tests.actions.dispatch.returns import ask, rule
from tests.actions.intake.merged import by_itself, follow, merge
from tests.cast import MONDAY, Cast, create_cast
from tests.factories.workorders import create_order
from tests.walk import HOUR, contacted, fresh, plan, running, seen

pytestmark = pytest.mark.django_db
AT = MONDAY + 6 * HOUR


@pytest.fixture
def cast() -> Cast:
    return create_cast()


def merged(cast: Cast, *, hours: int = 2) -> tuple[Order, Order]:
    """Return a master in hand and a child, registered some hours later, that follows it."""
    master = contacted(cast)
    child = create_order(operator=cast.operator, at=MONDAY + hours * HOUR)
    merge([master, child], cast.dispatcher, at=MONDAY + 5 * HOUR)
    return fresh(master), follow(child, at=MONDAY + 5 * HOUR)


def extend(order: Order, cast: Cast) -> Order:
    request_extension(
        order_id=order.pk,
        reason=ExtensionReason.TESTING,
        amount=3,
        words="检测报告下周出具。",
        is_told=True,
        seen=seen(order),
        actor=cast.clerk,
        at=AT,
    )
    review_extension(order_id=order.pk, is_agreed=True, seen=seen(order), actor=cast.reviewer, at=AT)
    settle_extension(order_id=order.pk, is_granted=True, seen=seen(order), actor=cast.arbiter, at=AT)
    return fresh(order)


def hang(order: Order, cast: Cast) -> Order:
    request_hanging(order_id=order.pk, **plan(), seen=seen(order), actor=cast.clerk, at=AT)
    review_hanging(order_id=order.pk, is_agreed=True, seen=seen(order), actor=cast.reviewer, at=AT)
    settle_hanging(order_id=order.pk, is_granted=True, seen=seen(order), actor=cast.arbiter, at=AT)
    return fresh(order)


def keep_pace(order: Order) -> Order:
    put_off_merged(order_id=order.pk, actor=by_itself(order), at=AT)
    return fresh(order)


def test_an_extended_master_takes_its_child_along_and_the_history_says_so(cast: Cast) -> None:
    master, child = merged(cast)
    master = extend(master, cast)
    woken = ProcrastinateJob.objects.filter(task_name="intake.put_off_merged")
    assert {job.args["order_id"] for job in woken} == {child.pk}
    assert child.due_at
    assert master.due_at
    assert master.due_at > child.due_at
    after = keep_pace(child)
    assert (after.due_at, after.state, running(after)) == (master.due_at, "handling", {("handle", cast.street.pk)})
    line = history_of(dossier=dossier_for(order_id=child.pk, actor=cast.operator), actor=cast.operator)[-1]
    assert (line.what, line.note) == ("随主单调整时限", f"相关工单：{master.number}")
    assert keep_pace(child).events == after.events


def test_a_child_is_never_due_sooner_than_by_its_own_limit(cast: Cast) -> None:
    master, child = merged(cast, hours=4)
    assert keep_pace(child).events == child.events
    assert child.due_at
    assert master.due_at
    assert fresh(child).due_at == child.due_at >= master.due_at


def test_once_the_hanging_ends_the_child_is_due_as_its_master_or_by_its_own_limit(cast: Cast) -> None:
    master, child = merged(cast)
    own = child.due_at
    assert own
    master = hang(master, cast)
    assert keep_pace(child).due_at == master.due_at
    end_hanging(order_id=master.pk, words="已具备条件。", seen=seen(master), actor=cast.clerk, at=AT + HOUR)
    master = fresh(master)
    assert master.due_at
    assert keep_pace(child).due_at == max(own, master.due_at)


def test_an_order_taken_out_is_due_by_its_own_limit_again_but_not_at_once(cast: Cast) -> None:
    for late in (False, True):
        master, child = contacted(cast), contacted(cast)
        merge([master, child], cast.dispatcher, at=MONDAY + 5 * HOUR)
        own = child.due_at
        hang(master, cast)
        assert keep_pace(child).due_at != own
        assert own
        at = own + HOUR if late else AT
        unmerge_order(order_id=child.pk, reason="不是同一处。", seen=seen(child), actor=cast.dispatcher, at=at)
        due_at = fresh(child).due_at
        assert due_at
        assert (due_at > at + 12 * HOUR) if late else due_at == own


def test_a_new_lead_of_the_master_does_not_make_the_later_limit_the_childs_own(cast: Cast) -> None:
    master, child = contacted(cast), contacted(cast)
    own = child.due_at
    merge([master, child], cast.dispatcher, at=MONDAY + 5 * HOUR)
    extend(master, cast)
    assert keep_pace(child).due_at != own
    ask(master, cast, at=AT)
    rule(master, cast, lead=cast.bureau, at=AT)
    assert follow(child, at=AT).accountable_unit == cast.bureau
    unmerge_order(order_id=child.pk, reason="不是同一处。", seen=seen(child), actor=cast.dispatcher, at=AT)
    assert fresh(child).due_at == own


def test_what_waits_for_dispatch_or_stands_alone_is_left_as_it_is(cast: Cast) -> None:
    alone = contacted(cast)
    assert keep_pace(alone).events == alone.events
    first, second = (create_order(operator=cast.operator, at=MONDAY) for _ in range(2))
    merge([first, second], cast.dispatcher, at=AT)
    waiting = fresh(second)
    assert keep_pace(second).events == waiting.events
