"""受理: a demand that came in by itself."""

from __future__ import annotations

from datetime import timedelta

import pytest

from huying.domain.errors import NotAllowed
from huying.domain.policies import OrderKind, Urgency
from huying.domain.states import State
from huying.foundation.commit import one_row
from huying.intake.actions.accept_order import AcceptanceIncomplete, accept_order
from huying.intake.choices import ROUTE_STATES, Route
from huying.workorders.actions.open_order import NewOrder, open_order
from huying.workorders.choices import Channel, Stage
from huying.workorders.models import Clock, Order
from huying.workorders.queries.dossier import dossier_for
from huying.workorders.queries.search import search
from huying.workorders.queries.summary import summary_of
from tests.cast import MONDAY, Cast, create_cast

pytestmark = pytest.mark.django_db
LATER = MONDAY + timedelta(minutes=30)


@pytest.fixture
def cast() -> Cast:
    return create_cast()


@pytest.fixture
def order(cast: Cast) -> Order:
    new = NewOrder(
        channel=Channel.WEB,
        kind=OrderKind.HELP,
        urgency=Urgency.ORDINARY,
        title="路灯不亮",
        original="村口路灯不亮",
        transfer="村口路灯不亮",
        state=State.AWAITING_ACCEPTANCE,
    )
    return open_order(new=new, actor=cast.operator, at=MONDAY)


def accept(order: Order, cast: Cast, **changes: object) -> None:
    given = {
        "order_id": order.pk,
        "route": Route.DISPATCH,
        "kind": OrderKind.COMPLAINT,
        "urgency": Urgency.TIMELY,
        "seen": 1,
        "actor": cast.operator,
        "at": LATER,
    }
    accept_order(**given | changes)  # type: ignore[arg-type]


def test_an_accepted_demand_waits_for_dispatch_under_a_clock_of_its_own(cast: Cast, order: Order) -> None:
    accept(order, cast, region_id=cast.region_street.pk)
    order.refresh_from_db()
    assert (order.state, order.kind, order.urgency) == ("awaiting_dispatch", "complaint", 2)
    assert order.region == cast.region_street
    assert Clock.objects.get(order=order, stage=Stage.ACCEPT).stopped_at == LATER
    assert Clock.objects.get(order=order, stage=Stage.DISPATCH).due_at == order.due_at


@pytest.mark.parametrize("route", [Route.EMERGENCY, Route.SECRETS, Route.OUT_OF_SCOPE])
def test_a_special_route_ends_the_demand_with_a_word_to_the_caller(cast: Cast, order: Order, route: Route) -> None:
    with pytest.raises(AcceptanceIncomplete), one_row():
        accept(order, cast, route=route)
    accept(order, cast, route=route, reason="已电话告知。")
    order.refresh_from_db()
    assert order.state == ROUTE_STATES[route]


def test_a_matter_of_nowhere_is_refused(cast: Cast, order: Order) -> None:
    with pytest.raises(AcceptanceIncomplete) as refused:
        accept(order, cast, matter_id=999_999)
    assert set(refused.value.fields) == {"matter_id"}


def test_a_dispatcher_does_not_accept(cast: Cast, order: Order) -> None:
    with pytest.raises(NotAllowed):
        accept(order, cast, actor=cast.dispatcher)


def test_a_confidential_demand_is_not_sent_on_before_somebody_wrote_what_units_may_read(cast: Cast) -> None:
    new = NewOrder(
        channel=Channel.WEB,
        kind=OrderKind.REPORT,
        urgency=Urgency.ORDINARY,
        title="保密诉求",
        original="举报单位领导。",
        transfer="",
        state=State.AWAITING_ACCEPTANCE,
        is_confidential=True,
    )
    secret = open_order(new=new, actor=cast.operator, at=MONDAY)
    with one_row(), pytest.raises(AcceptanceIncomplete) as fault:
        accept(secret, cast)
    assert set(fault.value.fields) == {"transfer"}
    accept(secret, cast, transfer="某单位管理问题，请核实。")
    dossier = dossier_for(order_id=secret.pk, actor=cast.operator)
    assert summary_of(dossier=dossier, actor=cast.operator).transfer == "某单位管理问题，请核实。"
    found = search(text="管理问题", actor=cast.supervisor, at=LATER)
    assert [row.id for row in found.rows] == [secret.pk]
