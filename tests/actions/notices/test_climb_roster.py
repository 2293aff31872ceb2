"""Climbing a unit's duty roster while nobody signs for an emergency."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from huying.domain.notices import Desk
from huying.domain.policies import Urgency
from huying.handling.actions.sign_order import sign_order
from huying.notices.actions.climb_roster import CENTRE, Climbed, climb_roster
from huying.notices.models import Message, Notice
from huying.notices.queries.audiences import automatic
from huying.notices.queries.recipients import opened
from huying.organisation.choices import ShiftRank
from huying.organisation.models import Shift
from huying.workorders.models import Event, Order
from huying.workorders.queries.dossier import dossier_for
from huying.workorders.queries.history import history_of
from tests import walk
from tests.actions.dispatch.returns import ask
from tests.cast import MONDAY, Cast, create_cast
from tests.told import fact_of, on_duty, told
from tests.walk import HOUR

pytestmark = pytest.mark.django_db
SENT_AT = MONDAY + HOUR
STEP = timedelta(minutes=30)
FIRST, HEAD, CHIEF, HOTLINE = "13900000001", "13900000002", "13900000003", "13900000009"


@pytest.fixture
def cast() -> Cast:
    cast = create_cast()
    on_duty(cast.street, ShiftRank.FIRST, telephone=FIRST)
    on_duty(cast.street, ShiftRank.HEAD, telephone=HEAD)
    on_duty(cast.street, ShiftRank.CHIEF, telephone=CHIEF)
    on_duty(cast.hotline, ShiftRank.FIRST, telephone=HOTLINE)
    return cast


def emergency(cast: Cast) -> Order:
    order = walk.assigned(cast, urgency=Urgency.EMERGENCY, phone="")
    told(order)
    return order


def climb(order: Order, *, above: int, at: datetime) -> Climbed | None:
    return climb_roster(
        order_id=order.pk,
        sent=fact_of(order, action="assign_unit").event,
        above=above,
        actor=automatic(centre_id=order.centre_id),
        at=at,
    )


def telephones(order: Order) -> list[str]:
    rows = Message.objects.filter(order=order).select_related("recipient").order_by("pk")
    return [opened(row.recipient).removeprefix("+86") for row in rows]


def steps(order: Order) -> list[int]:
    return [event.data["rank"] for event in Event.objects.filter(order=order, action="climb_roster").order_by("seq")]


def test_it_goes_up_rank_by_rank_to_the_hotline_and_ends_there(cast: Cast) -> None:
    order = emergency(cast)
    above, at = 1, SENT_AT
    while True:
        at += STEP
        climbed = climb(order, above=above, at=at)
        assert climbed
        if climbed.climbs_at is None:
            break
        assert climbed.climbs_at == at + STEP
        above = climbed.rank
    assert telephones(order) == [FIRST, HEAD, CHIEF, HOTLINE]
    assert steps(order) == [2, 3, CENTRE]
    assert (cast.hotline.pk, Desk.DISPATCH) in set(Notice.objects.filter(order=order).values_list("unit_id", "desk"))


def test_each_step_is_taken_once_even_if_its_job_runs_twice(cast: Cast) -> None:
    order = emergency(cast)
    assert climb(order, above=1, at=SENT_AT + STEP)
    count = (Notice.objects.count(), Message.objects.count())
    assert climb(order, above=1, at=SENT_AT + STEP) is None
    assert (Notice.objects.count(), Message.objects.count()) == count
    assert steps(order) == [2]


def test_it_stops_when_the_order_is_signed_for(cast: Cast) -> None:
    order = emergency(cast)
    sign_order(order_id=order.pk, seen=walk.seen(order), actor=cast.clerk, at=SENT_AT + STEP)
    assert climb(order, above=1, at=SENT_AT + STEP) is None
    assert (steps(order), telephones(order)) == ([], [FIRST])


def test_a_rank_that_nobody_holds_is_left_out(cast: Cast) -> None:
    off_duty(cast, HEAD)
    order = emergency(cast)
    climbed = climb(order, above=1, at=SENT_AT + STEP)
    assert climbed
    assert (climbed.rank, telephones(order)) == (3, [FIRST, CHIEF])


def test_a_unit_with_nobody_on_duty_is_the_hotline_s_at_once(cast: Cast) -> None:
    for telephone in (FIRST, HEAD, CHIEF):
        off_duty(cast, telephone)
    order = emergency(cast)
    assert telephones(order) == []
    climbed = climb(order, above=0, at=SENT_AT + STEP)
    assert climbed
    assert (climbed.rank, climbed.climbs_at, telephones(order)) == (CENTRE, None, [HOTLINE])


def test_the_history_says_who_was_told(cast: Cast) -> None:
    order = emergency(cast)
    climb(order, above=1, at=SENT_AT + STEP)
    climb(order, above=3, at=SENT_AT + 2 * STEP)
    dossier = dossier_for(order_id=order.pk, actor=cast.clerk)
    *_, head, hotline = history_of(dossier=dossier, actor=cast.clerk)
    assert (head.what, head.who, head.note) == ("无人签收，通知值班人员", "通知规则", "已通知：承办单位带班负责人")
    assert hotline.note == "已通知：热线值班人员"
    assert HEAD not in head.note


def test_the_history_says_so_when_the_duty_telephone_takes_no_messages(cast: Cast) -> None:
    off_duty(cast, HEAD)
    on_duty(cast.street, ShiftRank.HEAD, telephone="0898-12345678")
    order = emergency(cast)
    climb(order, above=1, at=SENT_AT + STEP)
    *_, last = history_of(dossier=dossier_for(order_id=order.pk, actor=cast.clerk), actor=cast.clerk)
    assert "值班电话收不到短信" in last.note
    assert Notice.objects.filter(order=order, rule="roster-2").count() == 2


def test_the_ladder_of_an_earlier_sending_ends_when_the_order_is_sent_anew(cast: Cast) -> None:
    order = emergency(cast)
    actor = automatic(centre_id=order.centre_id)
    assert climb_roster(order_id=order.pk, sent=1, above=1, actor=actor, at=SENT_AT + STEP) is None
    assert steps(order) == []


def test_it_waits_while_the_unit_asks_to_return_the_order(cast: Cast) -> None:
    order = emergency(cast)
    ask(order, cast, at=SENT_AT + STEP / 2)
    climbed = climb(order, above=1, at=SENT_AT + STEP)
    assert climbed == Climbed(messages=(), rank=1, climbs_at=SENT_AT + 2 * STEP)
    assert steps(order) == []


def test_nothing_is_climbed_from_another_centre(cast: Cast) -> None:
    order = emergency(cast)
    sent = fact_of(order).event
    stranger = automatic(centre_id=cast.stranger.centre_id)
    assert climb_roster(order_id=order.pk, sent=sent, above=1, actor=stranger, at=SENT_AT + STEP) is None


def off_duty(cast: Cast, telephone: str) -> None:
    """Take somebody off the street's roster."""
    Shift.objects.filter(unit=cast.street, telephone=telephone).delete()
