"""What a unit asked for lapses with the order, without a decision that nobody gave."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from huying.domain.actors import policy_actor
from huying.domain.errors import NotAllowed
from huying.foundation.commit import one_row
from huying.handling.actions.lapse_requests import lapse_requests
from huying.handling.models import Extension, Hanging
from huying.handling.queries.extensions import extensions_of, waiting_extensions
from huying.handling.queries.hangings import hangings_of
from huying.handling.queries.ledger import waiting_hangings
from huying.intake.actions.withdraw_order import withdraw_order
from huying.workorders.models import Order
from huying.workorders.queries.dossier import dossier_for
from tests.cast import MONDAY, Cast, create_cast
from tests.walk import HOUR, agreed_to_extend, agreed_to_hang, asked_to_extend, asked_to_hang, contacted, hung, seen

pytestmark = pytest.mark.django_db
AT = MONDAY + 8 * HOUR
Walk = Callable[[Cast], Order]


def _withdraw(order: Order, cast: Cast) -> None:
    withdraw_order(order_id=order.pk, reason="诉求人撤回。", seen=seen(order), actor=cast.operator, at=AT)


def _lapse(order: Order) -> None:
    """Do what the job does."""
    actor = policy_actor(centre_id=order.centre_id, name="lapsed_roads")
    lapse_requests(order_id=order.pk, actor=actor, at=AT + HOUR)


def _rows() -> list[Extension | Hanging]:
    return [*Extension.objects.all(), *Hanging.objects.all()]


@pytest.mark.parametrize("walk", [asked_to_extend, agreed_to_extend, asked_to_hang, agreed_to_hang])
def test_what_waits_for_either_decision_lapses_with_its_order_once(walk: Walk) -> None:
    cast = create_cast()
    order = walk(cast)
    _lapse(order)
    (before,) = _rows()
    assert before.lapsed_at is None
    _withdraw(order, cast)
    for _ in range(2):
        _lapse(order)
    (row,) = _rows()
    assert (row.state, row.lapsed_at, row.settled_at) == (before.state, AT + HOUR, None)
    for actor in (cast.reviewer, cast.arbiter):
        assert not waiting_extensions(actor=actor, at=AT)
        assert not waiting_hangings(actor=actor, at=AT)
    dossier = dossier_for(order_id=order.pk, actor=cast.arbiter)
    shown = [row.state_label for row in extensions_of(dossier=dossier)]
    shown += [row.state_label for row in hangings_of(dossier=dossier, at=AT)]
    assert shown == ["随工单了结"]


def test_what_is_on_the_list_of_hung_matters_is_left_to_its_own_end() -> None:
    cast = create_cast()
    order = hung(cast)
    _withdraw(order, cast)
    _lapse(order)
    assert Hanging.objects.get().lapsed_at is None


def test_the_end_of_such_an_order_wakes_the_job_and_that_of_another_does_not() -> None:
    cast = create_cast()
    orders = [asked_to_extend(cast), asked_to_hang(cast), contacted(cast)]
    for one in orders:
        _withdraw(one, cast)
    jobs = ProcrastinateJob.objects.filter(task_name="handling.lapse_requests").values_list("args", flat=True)
    assert [job["order_id"] for job in jobs] == [order.pk for order in orders[:2]]


def test_only_the_named_policy_lets_requests_lapse() -> None:
    cast = create_cast()
    with pytest.raises(NotAllowed), one_row():
        lapse_requests(order_id=1, actor=cast.arbiter, at=AT)
