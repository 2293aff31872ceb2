"""Whom a street may call, until when, and how often."""

from __future__ import annotations

import pytest

from huying.coordination.actions.blow_whistle import (
    MeetingLinkUnfit,
    UnitNotCallable,
    UnitStillCalled,
    WhistleIncomplete,
    blow_whistle,
)
from huying.coordination.models import Whistle, WhistleCall
from huying.coordination.queries.whistle import whistles_of
from huying.coordination.queries.whistle_board import open_whistles
from huying.coordination.queries.whistle_figures import unit_figures
from huying.dispatch.actions.assign_unit import assign_unit
from huying.domain.actors import Actor
from huying.domain.errors import NotAllowed
from huying.domain.guards import MayNotWhistle
from huying.domain.lifecycle import WrongState, may_see
from huying.domain.whistles import CallState
from huying.foundation.commit import one_row
from huying.handling.actions.sign_order import sign_order
from huying.intake.actions.withdraw_order import withdraw_order
from huying.organisation.models import Unit
from huying.organisation.queries.units import UnitNotFound
from huying.workorders.models import Order, Text
from huying.workorders.queries.dossier import Dossier, dossier_for
from tests.cast import MONDAY, Cast, create_cast
from tests.factories.organisation import create_actor, create_unit
from tests.factories.workorders import create_order
from tests.walk import HOUR, assigned, clock, contacted, fresh, running, seen
from tests.whistles import BLOWN, QUARTER, arrived, blow, blown, end, whistle

pytestmark = pytest.mark.django_db


def test_a_called_unit_sees_the_order_from_then_on_and_no_other_does() -> None:
    cast = create_cast()
    order = blown(cast)
    assert dossier_for(order_id=order.pk, actor=cast.bureau_clerk).order == order
    assert not may_see(Dossier(order).facts, cast.outsider)
    end(cast, order)
    assert dossier_for(order_id=order.pk, actor=cast.bureau_clerk).order.pk == order.pk


def test_the_street_may_name_the_hour() -> None:
    cast = create_cast()
    order = blown(cast, arrive_by=BLOWN + 2 * HOUR)
    assert WhistleCall.objects.get().arrive_by == clock(order, "arrive").due_at == BLOWN + 2 * HOUR


@pytest.mark.parametrize("hours", [-1, 0, 24 * 30])
def test_an_hour_before_now_or_after_the_whistle_s_limit_is_refused(hours: int) -> None:
    cast = create_cast()
    order = contacted(cast)
    with pytest.raises(WhistleIncomplete) as refused, one_row():
        blow(cast, order, arrive_by=BLOWN + hours * HOUR)
    assert set(refused.value.fields) == {"arrive_by"}
    assert fresh(order).open_roads is None
    assert not Whistle.objects.exists()


def test_a_call_says_whom_where_and_what_for() -> None:
    cast = create_cast()
    order = contacted(cast)
    with pytest.raises(WhistleIncomplete) as refused, one_row():
        blow(cast, order, what=" ", place="", unit_ids=())
    assert set(refused.value.fields) == {"what", "place", "unit_ids"}


def test_no_place_no_community_and_not_oneself_is_called() -> None:
    cast = create_cast()
    order = contacted(cast)
    for unit in (cast.street, cast.community, cast.district, cast.hotline):
        with pytest.raises(UnitNotCallable), one_row():
            blow(cast, order, units=(cast.bureau.pk, unit.pk))
    with pytest.raises(UnitNotFound), one_row():
        blow(cast, order, units=(create_cast().bureau.pk,))


def test_a_utility_is_called_like_a_bureau() -> None:
    cast = create_cast()
    water = create_unit(centre=cast.centre, name="供水集团", kind="utility")
    order = blown(cast, units=(water.pk, cast.bureau.pk))
    assert {("arrive", water.pk), ("arrive", cast.bureau.pk)} <= running(order)


def test_a_unit_is_not_called_again_before_it_has_answered() -> None:
    cast = create_cast()
    order = blown(cast)
    with pytest.raises(UnitStillCalled), one_row():
        blow(cast, order)
    assert Whistle.objects.count() == 1


def test_the_order_s_clock_is_that_of_the_oldest_whistle() -> None:
    cast = create_cast()
    order = arrived(cast)
    blow(cast, order, at=BLOWN + 24 * HOUR)
    first, second = Whistle.objects.order_by("pk")
    assert fresh(order).open_roads == ["whistle", "whistle"]
    assert clock(order, "whistle").due_at == first.due_at
    end(cast, order, whistle_id=first.pk, at=BLOWN + 25 * HOUR)
    assert fresh(order).open_roads == ["whistle"]
    running_now = order.clocks.get(stage="whistle", stopped_at=None)
    assert (running_now.started_at, running_now.due_at) == (second.blown_at, second.due_at)
    end(cast, order, whistle_id=second.pk, at=BLOWN + 26 * HOUR)
    assert not [stage for stage, _ in running(order) if stage in {"whistle", "arrive"}]


def _led_by(cast: Cast, unit: Unit) -> Order:
    order = create_order(operator=cast.operator, at=MONDAY)
    assign_unit(
        order_id=order.pk, lead_unit_id=unit.pk, assist_unit_ids=(), legal_basis="三定规定",
        seen=seen(order), actor=cast.dispatcher, at=MONDAY + HOUR,
    )  # fmt: skip
    return order


def test_a_bureau_does_not_blow_and_a_district_does() -> None:
    cast = create_cast()
    with pytest.raises(MayNotWhistle), one_row():
        _blow_as(cast, cast.bureau, cast.bureau_clerk)
    _blow_as(cast, cast.district, create_actor(unit=cast.district, role=cast.clerk.role))
    assert Whistle.objects.get().unit == cast.district


def _blow_as(cast: Cast, unit: Unit, clerk: Actor) -> None:
    order = _led_by(cast, unit)
    sign_order(order_id=order.pk, seen=seen(order), actor=clerk, at=MONDAY + 2 * HOUR)
    _as(clerk, order, create_unit(centre=cast.centre, name=f"生态环境局{order.pk}").pk)


def test_only_the_accountable_unit_blows_and_only_with_the_order_in_hand() -> None:
    cast = create_cast()
    with pytest.raises(WrongState), one_row():
        blow(cast, assigned(cast))
    order = contacted(cast, assists=(cast.bureau.pk,))
    other = create_unit(centre=cast.centre, name="市生态环境局")
    for actor in (cast.bureau_clerk, cast.reviewer, cast.dispatcher, cast.supervisor):
        with pytest.raises(NotAllowed), one_row():
            _as(actor, order, other.pk)


def _as(actor: Actor, order: Order, unit_id: int) -> None:
    blow_whistle(
        order_id=order.pk, what="请到场。", place="北门", unit_ids=[unit_id], seen=seen(order), actor=actor, at=BLOWN
    )


@pytest.mark.parametrize("link", ["https://meet.example.gov.cn/j/1?pwd=2", "http://10.0.0.8:8443/room"])
def test_a_meeting_link_is_an_address_of_the_web(link: str) -> None:
    cast = create_cast()
    order = blown(cast, meeting_url=f" {link} ")
    text = Text.objects.get(order=order, kind="meeting")
    assert (text.body, text.event, whistle(order).meeting_url) == (link, whistle(order).event, "")
    (row,) = whistles_of(dossier=dossier_for(order_id=order.pk, actor=cast.clerk), pictures={}, at=MONDAY)
    assert row.meeting_url == link
    Text.objects.filter(pk=text.pk).update(body="", salt=None, erased_at=MONDAY)
    (row,) = whistles_of(dossier=dossier_for(order_id=order.pk, actor=cast.clerk), pictures={}, at=MONDAY)
    assert row.meeting_url == ""


@pytest.mark.parametrize(
    "link",
    [
        "javascript:alert(1)",
        "meet.example.cn",
        "https://user:secret@meet.example.cn/",
        "https://",
        "https://a b.cn/",
        "https://[::1",
        "https://meet.example.cn/\x07",
        "https://meet.example.cn/" + "x" * 500,
    ],
)
def test_anything_else_is_refused(link: str) -> None:
    cast = create_cast()
    order = contacted(cast)
    with pytest.raises(MeetingLinkUnfit), one_row():
        blow(cast, order, meeting_url=link)


def test_a_withdrawn_order_leaves_no_clock_of_its_whistle() -> None:
    cast = create_cast()
    order = blown(cast)
    withdraw_order(order_id=order.pk, reason="已解决。", seen=seen(order), actor=cast.operator, at=BLOWN + QUARTER)
    assert (fresh(order).open_roads, running(order)) == ([], set())
    later = BLOWN + 100 * HOUR
    (row,) = whistles_of(dossier=Dossier(fresh(order)), pictures={}, at=later)
    assert (row.ended_at, row.called[0].state, row.is_check_missed) == (BLOWN + QUARTER, CallState.RELEASED, False)
    figures = unit_figures(since=MONDAY, until=later, actor=cast.supervisor, at=later)
    assert [(one.unit_id, one.called, one.blown) for one in figures] == [(cast.street.pk, 0, 1)]
    assert open_whistles(cursor=None, actor=cast.supervisor, at=later).rows == ()
