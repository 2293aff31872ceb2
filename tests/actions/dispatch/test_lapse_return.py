"""A request to return an order lapses with the order, without a ruling that nobody gave."""

from __future__ import annotations

from datetime import timedelta

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from huying.dispatch.actions.lapse_return import lapse_return
from huying.dispatch.models import ReturnRequest
from huying.dispatch.queries.return_figures import return_figures
from huying.dispatch.queries.return_ledger import waiting_returns
from huying.dispatch.queries.returns import return_panel
from huying.domain.actors import policy_actor
from huying.domain.errors import NotAllowed
from huying.foundation.commit import one_row
from huying.intake.actions.withdraw_order import withdraw_order
from huying.workorders.models import Order
from huying.workorders.queries.dossier import dossier_for
from tests.actions.dispatch.returns import ask, settle
from tests.cast import MONDAY, Cast, create_cast
from tests.walk import HOUR, assigned, seen

pytestmark = pytest.mark.django_db
AT = MONDAY + 5 * HOUR


def _withdraw(order: Order, cast: Cast) -> None:
    withdraw_order(order_id=order.pk, reason="诉求人撤回。", seen=seen(order), actor=cast.operator, at=AT)


def _lapse(order: Order) -> None:
    """Do what the job does."""
    actor = policy_actor(centre_id=order.centre_id, name="lapsed_roads")
    lapse_return(order_id=order.pk, actor=actor, at=AT + HOUR)


def test_what_waits_lapses_with_its_order_once() -> None:
    cast = create_cast()
    order = assigned(cast)
    ask(order, cast)
    _lapse(order)
    assert ReturnRequest.objects.get().lapsed_at is None
    _withdraw(order, cast)
    for _ in range(2):
        _lapse(order)
    row = ReturnRequest.objects.get()
    assert (row.state, row.lapsed_at, row.settled_at) == ("waiting", AT + HOUR, None)
    assert waiting_returns(actor=cast.arbiter, after=None, at=AT + HOUR).rows == ()
    (shown,) = return_panel(dossier=dossier_for(order_id=order.pk, actor=cast.arbiter), at=AT + HOUR).rows
    assert (shown.state_label, shown.lapsed_at, shown.ruling) == ("随工单了结", AT + HOUR, "")


def test_what_was_decided_in_time_has_not_lapsed() -> None:
    cast = create_cast()
    order = assigned(cast)
    ask(order, cast)
    settle(order, cast, granted=False)
    _withdraw(order, cast)
    _lapse(order)
    assert ReturnRequest.objects.get().lapsed_at is None


def test_the_end_of_such_an_order_wakes_the_job_and_that_of_another_does_not() -> None:
    cast = create_cast()
    order, other = assigned(cast), assigned(cast)
    ask(order, cast)
    for one in (order, other):
        _withdraw(one, cast)
    jobs = ProcrastinateJob.objects.filter(task_name="dispatch.lapse_return").values_list("args", flat=True)
    assert [job["order_id"] for job in jobs] == [order.pk]


def test_figures_are_the_same_before_and_after() -> None:
    cast = create_cast()
    order = assigned(cast)
    ask(order, cast)
    _withdraw(order, cast)
    since, until = MONDAY, MONDAY + timedelta(days=2)
    before = return_figures(actor=cast.supervisor, since=since, until=until, at=until)
    _lapse(order)
    assert return_figures(actor=cast.supervisor, since=since, until=until, at=until) == before
    assert [(row.asked, row.waiting) for row in before] == [(1, 0)]


def test_only_the_named_policy_lets_a_request_lapse() -> None:
    cast = create_cast()
    with pytest.raises(NotAllowed), one_row():
        lapse_return(order_id=1, actor=cast.arbiter, at=AT)
