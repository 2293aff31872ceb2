"""What passing an order down and back up does."""

from __future__ import annotations

from datetime import timedelta

import pytest

from huying.domain.errors import NotAllowed
from huying.domain.guards import NotPassedDown
from huying.foundation.commit import one_row
from huying.handling.actions.pass_down import NotBelow, PassDownUnexplained, pass_down
from huying.handling.actions.pass_up import ReportEmpty, pass_up
from huying.handling.actions.record_progress import record_progress
from huying.handling.actions.sign_order import sign_order
from huying.handling.actions.submit_reply import submit_reply
from huying.organisation.models import Unit
from huying.workorders.models import Clock, Event, Order
from huying.workorders.queries.dossier import dossier_for
from tests.cast import MONDAY, Cast, create_cast
from tests.factories.organisation import create_actor, create_unit
from tests.walk import HOUR, answer, assigned, contacted, fresh, running, seen

pytestmark = pytest.mark.django_db
AT = MONDAY + 4 * HOUR
NOTE = "请网格员到户查看，属居民自治事项。"


def to_community(order: Order, cast: Cast) -> Order:
    pass_down(order_id=order.pk, unit_id=cast.community.pk, note=NOTE, seen=seen(order), actor=cast.clerk, at=AT)
    return fresh(order)


def test_passing_down_moves_the_holder_and_keeps_the_accountable_unit() -> None:
    cast = create_cast()
    order = to_community(contacted(cast), cast)
    assert (order.holder_unit_id, order.accountable_unit_id) == (cast.community.pk, cast.street.pk)
    assert order.state == "contacted"
    assert Event.objects.get(order=order, seq=order.events).data["to"] == cast.community.pk


def test_the_lower_unit_has_a_limit_of_its_own_and_the_handling_limit_runs_on() -> None:
    cast = create_cast()
    before = contacted(cast)
    order = to_community(before, cast)
    assert running(order) == {("handle", cast.street.pk), ("pass_down", cast.community.pk)}
    own = Clock.objects.get(order=order, stage="pass_down")
    assert own.started_at == AT
    assert own.due_at < Clock.objects.get(order=order, stage="handle").due_at + timedelta(days=1)
    assert order.due_at == before.due_at


def test_the_lower_unit_works_on_it_and_the_accountable_one_sees_it_still() -> None:
    cast = create_cast()
    order = to_community(contacted(cast), cast)
    record_progress(order_id=order.pk, note="已入户。", seen=seen(order), actor=cast.community_worker, at=AT + HOUR)
    with pytest.raises(NotAllowed), one_row():
        record_progress(order_id=order.pk, note="催办。", seen=seen(order), actor=cast.clerk, at=AT + HOUR)
    assert dossier_for(order_id=order.pk, actor=cast.clerk).order == order


def test_passing_up_gives_it_back_and_stops_the_lower_limit() -> None:
    cast = create_cast()
    order = to_community(contacted(cast), cast)
    pass_up(order_id=order.pk, report="已劝离。", seen=seen(order), actor=cast.community_worker, at=AT + HOUR)
    order = fresh(order)
    assert (order.holder_unit_id, order.accountable_unit_id) == (cast.street.pk, cast.street.pk)
    assert Clock.objects.get(order=order, stage="pass_down").stopped_at == AT + HOUR
    assert running(order) == {("handle", cast.street.pk)}
    assert dossier_for(order_id=order.pk, actor=cast.community_worker).order == order


def test_two_steps_down_come_back_up_one_by_one() -> None:
    cast = create_cast()
    grid = create_unit(centre=cast.centre, name="第一网格", kind="grid", level="grid", parent=cast.community)
    worker = create_actor(unit=grid, role=cast.community_worker.role)
    order = to_community(contacted(cast), cast)
    pass_down(order_id=order.pk, unit_id=grid.pk, note=NOTE, seen=seen(order), actor=cast.community_worker, at=AT)
    assert running(order) == {
        ("handle", cast.street.pk),
        ("pass_down", cast.community.pk),
        ("pass_down", grid.pk),
    }
    pass_up(order_id=order.pk, report="已查看。", seen=seen(order), actor=worker, at=AT + HOUR)
    assert fresh(order).holder_unit_id == cast.community.pk
    assert running(order) == {("handle", cast.street.pk), ("pass_down", cast.community.pk)}
    pass_up(order_id=order.pk, report="已处理。", seen=seen(order), actor=cast.community_worker, at=AT + 2 * HOUR)
    assert fresh(order).holder_unit_id == cast.street.pk


def test_the_way_up_is_the_way_down_even_where_the_tree_changed_meanwhile() -> None:
    cast = create_cast()
    order = to_community(contacted(cast), cast)
    Unit.objects.filter(pk=cast.community.pk).update(parent=cast.bureau)
    pass_up(order_id=order.pk, report="已处理。", seen=seen(order), actor=cast.community_worker, at=AT + HOUR)
    assert fresh(order).holder_unit_id == cast.street.pk


def test_nothing_goes_up_beyond_the_accountable_unit() -> None:
    cast = create_cast()
    order = contacted(cast)
    with pytest.raises(NotPassedDown), one_row():
        pass_up(order_id=order.pk, report="请区里处理。", seen=seen(order), actor=cast.clerk, at=AT)


def test_only_an_active_unit_right_below_is_taken() -> None:
    cast = create_cast()
    order = contacted(cast)
    closed = create_unit(centre=cast.centre, name="旧社区", kind="community", parent=cast.street)
    Unit.objects.filter(pk=closed.pk).update(is_active=False)
    hotline = create_unit(centre=cast.centre, name="街道热线站", kind="hotline", parent=cast.street)
    for unit in (cast.bureau, cast.district, cast.street, closed, hotline):
        with pytest.raises(NotBelow), one_row():
            pass_down(order_id=order.pk, unit_id=unit.pk, note=NOTE, seen=seen(order), actor=cast.clerk, at=AT)
    assert fresh(order).holder_unit_id == cast.street.pk


def test_passing_down_says_what_for_and_passing_up_says_what_was_done() -> None:
    cast = create_cast()
    order = contacted(cast)
    with pytest.raises(PassDownUnexplained, match="职责清单"), one_row():
        pass_down(order_id=order.pk, unit_id=cast.community.pk, note=" ", seen=seen(order), actor=cast.clerk, at=AT)
    order = to_community(order, cast)
    with pytest.raises(ReportEmpty), one_row():
        pass_up(order_id=order.pk, report="", seen=seen(order), actor=cast.community_worker, at=AT)


def test_an_order_is_signed_before_it_is_passed_down() -> None:
    cast = create_cast()
    order = assigned(cast)
    with pytest.raises(Exception, match="已派单"), one_row():
        to_community(order, cast)
    sign_order(order_id=order.pk, seen=seen(order), actor=cast.clerk, at=AT)
    assert to_community(order, cast).holder_unit_id == cast.community.pk


def test_the_accountable_unit_may_reply_over_the_lower_one_and_has_it_back() -> None:
    cast = create_cast()
    grid = create_unit(centre=cast.centre, name="第一网格", kind="grid", level="grid", parent=cast.community)
    order = to_community(contacted(cast), cast)
    pass_down(order_id=order.pk, unit_id=grid.pk, note=NOTE, seen=seen(order), actor=cast.community_worker, at=AT)
    submit_reply(order_id=order.pk, **answer(), seen=seen(order), actor=cast.clerk, at=AT + HOUR)
    order = fresh(order)
    assert (order.state, order.holder_unit_id) == ("awaiting_review", cast.street.pk)
    assert running(order) == {("handle", cast.street.pk)}
