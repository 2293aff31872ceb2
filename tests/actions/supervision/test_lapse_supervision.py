"""A supervision order ends with its order, and leaves no open row behind."""

from __future__ import annotations

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from huying.domain.actors import policy_actor
from huying.domain.errors import NotAllowed
from huying.domain.roads import MergedAway
from huying.followup.actions.record_verdict import record_verdict
from huying.followup.choices import Satisfaction, Solved
from huying.foundation.commit import one_row
from huying.intake.actions.merge_orders import MergeUnfit, merge_orders
from huying.intake.actions.withdraw_order import withdraw_order
from huying.supervision.actions.lapse_supervision import lapse_supervision
from huying.supervision.models import SupervisionOrder
from huying.supervision.queries.ledger import Tab, ledger
from huying.supervision.queries.panel import panel
from huying.workorders.models import Clock, Order
from huying.workorders.queries.dossier import dossier_by_number
from tests.cast import Cast, create_cast
from tests.supervision import ISSUED, respond, supervise, supervised, take_back
from tests.walk import HOUR, awaiting_followup, contacted, fresh, running, seen

pytestmark = pytest.mark.django_db
AT = ISSUED + 6 * HOUR


@pytest.fixture
def cast() -> Cast:
    return create_cast()


def lapse(order: Order) -> None:
    """Do what the job does."""
    actor = policy_actor(centre_id=order.centre_id, name="lapsed_supervision")
    lapse_supervision(order_id=order.pk, actor=actor, at=AT + HOUR)


def withdraw(order: Order, cast: Cast) -> None:
    withdraw_order(order_id=order.pk, reason="诉求人撤回。", seen=seen(order), actor=cast.operator, at=AT)


def merge(order: Order, master: Order, cast: Cast) -> None:
    merge_orders(
        order_id=master.pk,
        numbers=[order.number],
        reason="同一件事。",
        seen=seen(master),
        actor=cast.dispatcher,
        at=AT,
    )


def jobs() -> list[int]:
    found = ProcrastinateJob.objects.filter(task_name="supervision.lapse_supervision").values_list("args", flat=True)
    return [job["order_id"] for job in found]


def test_an_order_that_ends_takes_it_along_once(cast: Cast) -> None:
    order, answered = supervised(cast), supervised(cast)
    respond(cast, answered)
    for one in (order, answered):
        lapse(one)  # nothing while the order is open
        withdraw(one, cast)
        assert not ledger(tab=Tab.ASKED, cursor=None, actor=cast.supervisor, at=AT).rows
        for _ in range(2):
            lapse(one)
    for row in SupervisionOrder.objects.all():
        assert (row.outcome, row.closed_at, row.closed_event) == ("lapsed", AT + HOUR, None)
    assert (running(order), fresh(order).open_roads) == (set(), [])
    assert Clock.objects.filter(stage="supervision", void=True).count() == 2
    assert {row.number for row in ledger(tab=Tab.CLOSED, cursor=None, actor=cast.clerk, at=AT).rows} == {
        order.number,
        answered.number,
    }


def test_a_closed_order_takes_it_along_and_its_page_says_so(cast: Cast) -> None:
    order = awaiting_followup(cast)
    supervise(cast, order, at=AT)
    record_verdict(
        order_id=order.pk,
        contacted=True,
        solved=Solved.SOLVED,
        satisfied=Satisfaction.SATISFIED,
        words="好了。",
        seen=seen(order),
        actor=cast.followup,
        at=AT + HOUR,
    )
    assert jobs() == [order.pk]
    lapse(order)
    (row,) = panel(dossier=dossier_by_number(number=order.number, actor=cast.clerk), at=AT + HOUR)
    assert (row.end_label, "督办随之终止" in row.end_words) == ("随工单终止", True)


def test_a_supervised_order_is_not_merged_away_and_may_take_others_in(cast: Cast) -> None:
    order, other = supervised(cast), contacted(cast)
    merge(other, order, cast)
    assert fresh(order).open_roads == ["supervision"]
    with pytest.raises(MergedAway), one_row():
        supervise(cast, other, at=AT + HOUR)
    later = supervised(cast)
    with pytest.raises(MergeUnfit), one_row():
        merge(later, order, cast)


def test_the_end_of_an_order_without_an_open_one_wakes_nothing(cast: Cast) -> None:
    order, other = supervised(cast), contacted(cast)
    take_back(cast, order)
    for one in (order, other):
        withdraw(one, cast)
    assert jobs() == []


def test_only_the_named_policy_does_it(cast: Cast) -> None:
    order = supervised(cast)
    with pytest.raises(NotAllowed), one_row():
        lapse_supervision(order_id=order.pk, actor=cast.supervisor, at=AT)
